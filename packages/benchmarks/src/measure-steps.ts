import type { GraphProfile } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import { createRuntime, describeHardware, type EngineChoice, hardware, measurePeak, PEAK_STEP, type Precision, quickPeak } from '@electra-ts/engine';
import { type PresetName, toHuggingFaceConfig } from '@electra-ts/nn';
import { median } from '@electra-ts/tasks';
import type { PeerProcess, PeerScript, PeerStep } from './peer-process.js';
import type { StepBenchmark } from './step-benchmark.js';
import { measuredPeer, type MeasuredStep } from './step-table.js';
import { startTorchPeer, type TorchReady, type TorchVariant } from './torch-peer.js';

/** What is run, how often, and beside what. */
export interface MeasureStepsOptions extends EngineChoice {
  readonly preset: PresetName;
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** Steps that are timed. */
  readonly steps: number;
  /** Variants of PyTorch to run beside; none when empty. */
  readonly peers: readonly TorchVariant[];
  readonly python: string;
  /** Folder in which openvino keeps compiled graphs and finds them again. Default none: every measurement compiles. */
  readonly cache?: string;
  /** Has onnxruntime measure every operation, and is told their time in all steps when the work is done. Measuring makes steps slower. */
  readonly onProfile?: (profile: GraphProfile) => void;
}

/** The work, ours and the peers'. */
export interface MeasuredWork {
  create(runtime: Awaited<ReturnType<typeof createRuntime>>['runtime']): StepBenchmark;
  /** What the peers run. */
  readonly script: PeerScript;
  /** What the script is told besides sizes and networks. */
  readonly args?: readonly string[];
}

/** Figures of `measureSteps`; the keys are those of `electra-bench step --json`. */
export interface StepFigures {
  readonly preset: PresetName;
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly engine: string;
  /** What matrix products read. */
  readonly precision: Precision;
  readonly threads: number;
  readonly medianSeconds: number;
  readonly bestSeconds: number;
  /** Recording, compiling and allocating included. */
  readonly firstStepSeconds: number;
  /** The same in seconds of all threads, which a busy machine changes less. */
  readonly firstStepProcessorSeconds: number;
  readonly tokensPerSecond: number;
  /** Of the matrix products, in units of 10^9 a second. */
  readonly gflops: number;
  /** What the engine reaches on large products; those of tiny, and of engines without native code, are less large. */
  readonly peakGflops: number;
  /** Peak of the process. */
  readonly residentBytes: number;
  /** Of each timed step, where it has one. */
  readonly losses: readonly number[];
  readonly hardware: string;
  readonly date: string;
  readonly peers: readonly MeasuredStep[];
}

/**
 * Times steps of ours and of the peers in turn: ours, theirs, ours, theirs, so that whatever else the machine does meets all alike.
 *
 * @throws UserError where a peer or the engine cannot run here, and for a `cache` or `onProfile` that the engine does not use
 */
export async function measureSteps(options: MeasureStepsOptions, work: MeasuredWork): Promise<StepFigures> {
  const { preset, batchSize, sequenceLength, steps, onProfile } = options;
  const tell = onProfile && { onProfile: (profile: GraphProfile) => profile.step !== PEAK_STEP && onProfile(profile) };
  const { runtime, precision, description } = await createRuntime({ ...options, ...tell });
  process.stderr.write(`${description}\n`);
  try {
    if (options.cache !== undefined) onlyOn('openvino', runtime.engine, { what: 'keeps compiled graphs in a folder', flag: '--cache' });
    if (onProfile !== undefined) onlyOn('onnxruntime', runtime.engine, { what: 'measures its operations', flag: '--profile' });
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
  const benchmark = work.create(runtime);
  const peers: PeerProcess<TorchReady>[] = [];
  try {
    await startPeers(options, benchmark, work, peers);
    process.stderr.write('the first step records, compiles and allocates\n');
    const [started, used] = [performance.now(), process.cpuUsage()];
    await benchmark.step();
    const firstStepSeconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(used);
    const firstStepProcessorSeconds = (user + system) / 1e6;
    process.stderr.write(`first step: ${firstStepSeconds.toFixed(1)} s, ${firstStepProcessorSeconds.toFixed(1)} s of processors\n`);
    const ours: Awaited<ReturnType<StepBenchmark['step']>>[] = [];
    const theirs = peers.map((): PeerStep[] => []);
    for (let n = 1; n <= steps; n++) {
      ours.push(await benchmark.step());
      for (const [i, peer] of peers.entries()) theirs[i].push(await peer.step());
      process.stderr.write(`step ${n} of ${steps}: ${ours[n - 1].seconds.toFixed(3)} s\n`);
    }
    const seconds = ours.map((each) => each.seconds);
    const medianSeconds = median(seconds);
    const residentBytes = process.resourceUsage().maxRSS * 1024;
    return {
      preset,
      batchSize,
      sequenceLength,
      engine: runtime.engine,
      precision,
      threads: runtime.threads,
      medianSeconds,
      bestSeconds: Math.min(...seconds),
      firstStepSeconds,
      firstStepProcessorSeconds,
      tokensPerSecond: (batchSize * sequenceLength) / medianSeconds,
      gflops: benchmark.flops / medianSeconds / 1e9,
      // Steps of tiny take milliseconds, and its products are far from any peak.
      peakGflops: await (preset === 'tiny' ? quickPeak : measurePeak)(runtime),
      residentBytes,
      losses: ours.flatMap(({ losses }) => ('loss' in losses ? [losses['loss']] : [])),
      hardware: describeHardware(hardware()),
      date: new Date().toISOString().slice(0, 10),
      peers: peers.map(({ ready }, i) => measuredPeer(`PyTorch ${ready.torch} ${options.peers[i]}`, theirs[i], medianSeconds)),
    };
  } finally {
    for (const peer of peers) peer.stop();
    await benchmark.dispose();
    await runtime.dispose();
  }
}

/** @throws UserError where another engine runs than the only one that can do what a flag asks for */
function onlyOn(engine: string, running: string, { what, flag }: { readonly what: string; readonly flag: string }): void {
  if (running === engine) return;
  throw new UserError({
    what: `Only ${engine} ${what}`,
    expected: `--engine ${engine} with ${flag}`,
    received: `the engine ${running}`,
    remedy: `Leave ${flag} out, or choose --engine ${engine}.`,
  });
}

/** Starts them one after the other; those that run are in `peers` even where a later one fails, so that they can be stopped. */
async function startPeers(
  { batchSize, sequenceLength, threads, python, peers: variants }: MeasureStepsOptions,
  { networks }: StepBenchmark,
  work: MeasuredWork,
  peers: PeerProcess<TorchReady>[],
): Promise<void> {
  const configs = Object.entries(networks).flatMap(([name, config]) => [`--${name}`, JSON.stringify(toHuggingFaceConfig(config, {}))]);
  const args = [
    ...['--batch-size', String(batchSize), '--sequence-length', String(sequenceLength)],
    ...(threads === undefined ? [] : ['--threads', String(threads)]),
    ...configs,
    ...(work.args ?? []),
  ];
  for (const variant of variants) {
    process.stderr.write(`starting PyTorch (${variant})\n`);
    peers.push(await startTorchPeer({ script: work.script, variant, python, args }));
  }
}
