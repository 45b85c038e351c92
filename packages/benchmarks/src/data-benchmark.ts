import { documentStream, maskBatch, prepare, ShardSet, trainingBatch } from '@electra-ts/data';
import type { Tokenizer } from '@electra-ts/tokenizer';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is measured; see `measureData`. */
export interface DataBenchmarkOptions {
  /** Files, folders or globs of text. */
  readonly input: readonly string[];
  readonly tokenizer: Tokenizer;
  readonly sequenceLength: number;
  readonly batchSize: number;
  /** Batches that are timed. */
  readonly batches: number;
  /** Threads that encode and build; see `prepare`. */
  readonly workers: number;
}

/** What one run over the text took. */
export interface DataFigures {
  readonly documents: number;
  /** UTF-16 units of text. */
  readonly characters: number;
  /** In examples, special ones included. */
  readonly tokens: number;
  /** From text to shards on the disk. */
  readonly prepareSeconds: number;
  /** Of the whole process, all threads, in these seconds: what a busy machine changes least. */
  readonly processorSeconds: number;
  readonly tokensPerSecond: number;
  /** Peak of the process up to then. */
  readonly residentBytes: number;
  /** Drawn from the shards and masked, on one core. */
  readonly batchesPerSecond: number;
}

/** Prepares text into a temporary folder, then draws and masks batches from it. */
export async function measureData(options: DataBenchmarkOptions): Promise<DataFigures> {
  const { input, tokenizer, sequenceLength, batchSize, batches, workers } = options;
  const folder = await mkdtemp(join(tmpdir(), 'electra-bench-'));
  try {
    const out = join(folder, 'shards');
    const usage = process.cpuUsage();
    const started = performance.now();
    const documents = documentStream(input);
    const manifest = await prepare({ documents, tokenizer, out, sequenceLength, seed: 1, validationFraction: 0, workers });
    const prepareSeconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(usage);
    const residentBytes = process.resourceUsage().maxRSS * 1024;
    const shards = await ShardSet.open(out, 'train');
    const batchesStarted = performance.now();
    for (let step = 0; step < batches; step++) {
      const batch = trainingBatch(shards, { seed: 1, step, batchSize });
      maskBatch(batch, { seed: 1, step, specialTokens: tokenizer.specialTokens });
    }
    const batchSeconds = (performance.now() - batchesStarted) / 1000;
    shards.close();
    const { tokens } = manifest.splits.train;
    return {
      documents: manifest.documents,
      characters: manifest.characters,
      tokens,
      prepareSeconds,
      processorSeconds: (user + system) / 1e6,
      residentBytes,
      tokensPerSecond: tokens / prepareSeconds,
      batchesPerSecond: batches / batchSeconds,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
