import { createRuntime, describeHardware, type EngineName, hardware } from '@electra-ts/engine';
import { type PresetName, toHuggingFaceConfig } from '@electra-ts/nn';
import { JointBenchmark } from '../joint-benchmark.js';
import { measurePeak } from '../measure-peak.js';
import { median } from '../median.js';
import { stepTable } from '../step-table.js';
import { TorchPeer, type TorchVariant } from '../torch-peer.js';

/** What `electra-bench step` is told. */
export interface StepOptions {
  readonly preset: PresetName;
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly steps: number;
  readonly engine: EngineName | 'auto';
  readonly threads?: number;
  /** Variants of PyTorch to run beside; none when empty. */
  readonly peers: readonly TorchVariant[];
  readonly python: string;
  readonly json: boolean;
}

/**
 * `electra-bench step`: seconds, tokens and memory of the joint training step, with peers measured in turn: ours, theirs, ours,
 * theirs, so that whatever else the machine does meets all alike.
 */
export async function step(options: StepOptions): Promise<void> {
  const { runtime, description } = await createRuntime(options);
  process.stderr.write(`${description}\n`);
  const benchmark = new JointBenchmark(runtime, options);
  const peers: TorchPeer[] = [];
  try {
    await startPeers(options, benchmark, peers);
    const started = performance.now();
    await benchmark.step(); // records, compiles and allocates
    const firstStepSeconds = (performance.now() - started) / 1000;
    const ours: { seconds: number; losses: Record<string, number> }[] = [];
    const theirs = peers.map((): { seconds: number; residentBytes: number }[] => []);
    for (let n = 1; n <= options.steps; n++) {
      ours.push(await benchmark.step());
      for (const [i, peer] of peers.entries()) theirs[i].push(await peer.step());
      process.stderr.write(`step ${n} of ${options.steps}: ${ours[n - 1].seconds.toFixed(3)} s\n`);
    }
    const seconds = ours.map((each) => each.seconds);
    const medianSeconds = median(seconds);
    const residentBytes = process.resourceUsage().maxRSS * 1024;
    const result = {
      preset: options.preset,
      batchSize: options.batchSize,
      sequenceLength: options.sequenceLength,
      engine: runtime.engine,
      threads: runtime.threads,
      medianSeconds,
      bestSeconds: Math.min(...seconds),
      firstStepSeconds,
      tokensPerSecond: (options.batchSize * options.sequenceLength) / medianSeconds,
      gflops: benchmark.flops / medianSeconds / 1e9,
      peakGflops: await measurePeak(runtime),
      residentBytes,
      losses: ours.map(({ losses }) => losses['loss']),
      hardware: describeHardware(hardware()),
      date: new Date().toISOString().slice(0, 10),
      peers: peers.map((peer, i) => ({
        name: `PyTorch ${peer.version} ${peer.variant}`,
        medianSeconds: median(theirs[i].map((each) => each.seconds)),
        bestSeconds: Math.min(...theirs[i].map((each) => each.seconds)),
        residentBytes: Math.max(...theirs[i].map((each) => each.residentBytes)),
        ratio: median(theirs[i].map((each) => each.seconds)) / medianSeconds,
      })),
    };
    process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : stepTable(result));
  } finally {
    for (const peer of peers) peer.stop();
    await benchmark.dispose();
    await runtime.dispose();
  }
}

/** Starts them one after the other; those that run are in `peers` even where a later one fails, so that they can be stopped. */
async function startPeers(options: StepOptions, { networks }: JointBenchmark, peers: TorchPeer[]): Promise<void> {
  const { batchSize, sequenceLength, threads, python } = options;
  const args = [
    ...['--batch-size', String(batchSize), '--sequence-length', String(sequenceLength)],
    ...(threads === undefined ? [] : ['--threads', String(threads)]),
    ...['--discriminator', JSON.stringify(toHuggingFaceConfig(networks.discriminator, {}))],
    ...['--generator', JSON.stringify(toHuggingFaceConfig(networks.generator, {}))],
  ];
  for (const variant of options.peers) {
    process.stderr.write(`starting PyTorch (${variant})\n`);
    peers.push(await TorchPeer.start({ variant, python, args }));
  }
}
