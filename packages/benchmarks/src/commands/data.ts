import { userPath } from '@electra-ts/cli';
import { describeHardware, hardware } from '@electra-ts/engine';
import { Tokenizer } from '@electra-ts/tokenizer';
import { type DataFigures, measureData } from '../data-benchmark.js';
import { median } from '../median.js';
import { runTokenizersPeer, type TokenizersRun } from '../tokenizers-peer.js';

/** What `electra-bench data` is told. */
export interface DataOptions {
  readonly input: readonly string[];
  readonly tokenizer: string;
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly batches: number;
  readonly runs: number;
  readonly workers: number;
  readonly peers: boolean;
  readonly python: string;
  readonly json: boolean;
}

/** `electra-bench data`: text to shards and shards to batches, with the peer measured in turn: ours, theirs, ours, theirs. */
export async function data(options: DataOptions): Promise<void> {
  const input = options.input.map((path) => userPath(path));
  const folder = userPath(options.tokenizer);
  const tokenizer = await Tokenizer.fromPretrained(folder);
  const ours: DataFigures[] = [];
  const theirs: TokenizersRun[] = [];
  for (let run = 1; run <= options.runs; run++) {
    ours.push(await measureData({ ...options, input, tokenizer }));
    process.stderr.write(`run ${run} of ${options.runs}: ${ours[run - 1].prepareSeconds.toFixed(2)} s\n`);
    if (options.peers) theirs.push(await runTokenizersPeer(options.python, folder, input));
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
    residentBytes: process.resourceUsage().maxRSS * 1024,
    hardware: describeHardware(hardware()),
    date: new Date().toISOString().slice(0, 10),
    peers: theirs.slice(0, 1).map(({ version, tokens: encoded }) => {
      const seconds = theirs.map((run) => run.seconds);
      return {
        name: `tokenizers ${version} (encodes only)`,
        tokens: encoded,
        medianSeconds: median(seconds),
        bestSeconds: Math.min(...seconds),
        residentBytes: Math.max(...theirs.map((run) => run.residentBytes)),
        ratio: median(seconds) / prepareSeconds,
      };
    }),
  };
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const lines = [
    `prepare: ${prepareSeconds.toFixed(2)} s, ${result.tokensPerSecond.toFixed(0)} tokens/s`,
    `batches of ${options.batchSize} x ${options.sequenceLength}: ${result.batchesPerSecond.toFixed(0)} a second`,
    `peak memory: ${(result.residentBytes / 2 ** 20).toFixed(0)} MiB`,
    ...result.peers.map((peer) => `${peer.name}: ${peer.medianSeconds.toFixed(2)} s, ${peer.ratio.toFixed(2)} of prepare's time`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
