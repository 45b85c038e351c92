import { userPath } from '@electra-ts/cli';
import { describeHardware, hardware } from '@electra-ts/engine';
import { median } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { type DataFigures, measureData } from '../data-benchmark.js';
import { type DataPeerName, type DataPeerRun, describeDataPeer, runDataPeer } from '../data-peer.js';

/** What `electra-bench data` is told. */
export interface DataOptions {
  readonly input: readonly string[];
  readonly tokenizer: string;
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly batches: number;
  readonly runs: number;
  readonly workers: number;
  readonly peers: readonly DataPeerName[];
  readonly python: string;
  readonly json: boolean;
}

/** `electra-bench data`: text to shards and shards to batches, with the peers measured in turn: ours, theirs, ours, theirs. */
export async function data(options: DataOptions): Promise<void> {
  const input = options.input.map((path) => userPath(path));
  const folder = userPath(options.tokenizer);
  const tokenizer = await Tokenizer.fromPretrained(folder);
  const ours: DataFigures[] = [];
  const theirs = new Map<DataPeerName, DataPeerRun[]>(options.peers.map((name) => [name, []]));
  for (let run = 1; run <= options.runs; run++) {
    ours.push(await measureData({ ...options, input, tokenizer }));
    process.stderr.write(`run ${run} of ${options.runs}: ${ours[run - 1].prepareSeconds.toFixed(2)} s\n`);
    for (const [name, runs] of theirs) {
      runs.push(await runDataPeer(name, { python: options.python, tokenizer: folder, input }));
      process.stderr.write(`  ${name}: ${runs[run - 1].seconds.toFixed(2)} s\n`);
    }
  }
  const { documents, characters, tokens } = ours[0];
  const prepareSeconds = median(ours.map((run) => run.prepareSeconds));
  const result = {
    documents,
    characters,
    tokens,
    sequenceLength: options.sequenceLength,
    batchSize: options.batchSize,
    workers: options.workers,
    medianSeconds: prepareSeconds,
    bestSeconds: Math.min(...ours.map((run) => run.prepareSeconds)),
    tokensPerSecond: tokens / prepareSeconds,
    batchesPerSecond: median(ours.map((run) => run.batchesPerSecond)),
    processorSeconds: median(ours.map((run) => run.processorSeconds)),
    // Of the first run: later ones find in memory what batches were drawn from.
    residentBytes: ours[0].residentBytes,
    hardware: describeHardware(hardware()),
    date: new Date().toISOString().slice(0, 10),
    peers: [...theirs].map(([name, runs]) => {
      // Of all the text, where a peer read only a share of it.
      const seconds = runs.map((run) => run.seconds / run.share);
      const processorSeconds = median(runs.map((run) => run.processorSeconds / run.share));
      return {
        name: describeDataPeer(name, runs[0]),
        share: runs[0].share,
        tokens: runs[0].tokens,
        medianSeconds: median(seconds),
        bestSeconds: Math.min(...seconds),
        processorSeconds,
        residentBytes: Math.max(...runs.map((run) => run.residentBytes)),
        ratio: median(seconds) / prepareSeconds,
      };
    }),
  };
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const lines = [
    `prepare: ${prepareSeconds.toFixed(2)} s, ${result.tokensPerSecond.toFixed(0)} tokens/s, ${result.processorSeconds.toFixed(2)} s of processor time`,
    `batches of ${options.batchSize} x ${options.sequenceLength}: ${result.batchesPerSecond.toFixed(0)} a second`,
    `peak memory: ${(result.residentBytes / 2 ** 20).toFixed(0)} MiB`,
    ...result.peers.map((peer) => `${peer.name}: ${peer.medianSeconds.toFixed(2)} s${peer.share < 1 ? ` (from ${(100 * peer.share).toFixed(0)} % of the text)` : ''}, ${peer.ratio.toFixed(2)} times prepare's time, ${peer.processorSeconds.toFixed(2)} s of processor time`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
