import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { createRuntime, describeHardware, type EngineChoice, hardware } from '@electra-ts/engine';
import { type PresetName, presets } from '@electra-ts/nn';
import { type Classification, kinds, median, Predictor } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { AROUND, mixedTexts } from './mixed-texts.js';
import type { PeerProcess, PeerStep } from './peer-process.js';
import { measuredPeer, type MeasuredStep } from './step-table.js';
import { startTextPeer, type TextPeerName, type TextPeerReady } from './text-peer.js';

/** What is classified, how often, and beside what. */
export interface MeasureTextsOptions extends EngineChoice {
  readonly preset: PresetName;
  /** A file with one text a line. */
  readonly texts: string;
  /** Cut the file's words into so many texts of 8 to 400 tokens instead. */
  readonly mixed?: number;
  /** Folder of the tokenizer. */
  readonly tokenizer: string;
  /** Rows of the peers' batches; ours are what `predict` makes. */
  readonly batchSize: number;
  /** How often all texts are classified and timed. */
  readonly steps: number;
  readonly peers: readonly TextPeerName[];
  /** Whether the peers get texts of like length together. */
  readonly sortPeers: boolean;
  readonly python: string;
  readonly transformersJs: string;
}

/** Figures of `measureTexts`; the keys are those of `electra-bench inference --texts --json`. */
export interface TextFigures {
  readonly preset: PresetName;
  readonly texts: number;
  /** Of all texts, special tokens included. */
  readonly tokens: number;
  readonly longest: number;
  readonly engine: string;
  readonly precision: string;
  readonly threads: number;
  readonly medianSeconds: number;
  readonly bestSeconds: number;
  /** Compiling for each shape of batch included. */
  readonly firstStepSeconds: number;
  readonly textsPerSecond: number;
  readonly tokensPerSecond: number;
  readonly residentBytes: number;
  readonly hardware: string;
  readonly date: string;
  readonly peers: readonly (MeasuredStep & {
    /** Largest difference of a text's probability from ours. */
    readonly difference: number;
  })[];
}

const MIXED_TOKENS = { from: 8, to: 400 };
const LABELS = ['0', '1'];

/**
 * Times the classification of texts, from strings to probabilities, by a preset's discriminator with new weights; the peers load the same files. Ours and
 * theirs in turn, each once before anything is timed.
 *
 * @throws UserError for texts or a tokenizer that cannot be used, and where a peer or the engine cannot run here
 */
export async function measureTexts(options: MeasureTextsOptions): Promise<TextFigures> {
  const tokenizer = await Tokenizer.fromPretrained(options.tokenizer);
  const texts = await textsOf(options, tokenizer);
  const lengths = (await tokenizer.encodeBatch(texts)).map(({ ids }) => ids.length + AROUND);
  const folder = await mkdtemp(join(tmpdir(), 'electra-bench-'));
  const peers: PeerProcess<TextPeerReady>[] = [];
  let predictor: Predictor | undefined;
  try {
    const model = join(folder, 'model');
    const { description, engine, precision, threads } = await saveModel(model, options, tokenizer);
    process.stderr.write(`${description}\n`);
    const file = join(folder, 'texts.json');
    await writeFile(file, JSON.stringify(texts));
    for (const name of options.peers) {
      process.stderr.write(`starting ${name}\n`);
      peers.push(await startTextPeer(name, { ...options, threads, model, texts: file, sort: options.sortPeers }));
    }
    predictor = await Predictor.open({ ...options, model });
    const first = await classifyAll(predictor, texts);
    const ours: number[] = [];
    const theirs = peers.map((): PeerStep[] => []);
    for (let n = 1; n <= options.steps; n++) {
      ours.push((await classifyAll(predictor, texts)).seconds);
      for (const [i, peer] of peers.entries()) theirs[i].push(await peer.step());
      process.stderr.write(`step ${n} of ${options.steps}: ${ours[n - 1].toFixed(3)} s\n`);
    }
    const medianSeconds = median(ours);
    const tokens = lengths.reduce((sum, each) => sum + each, 0);
    return {
      preset: options.preset,
      texts: texts.length,
      tokens,
      longest: lengths.reduce((most, each) => Math.max(most, each), 0),
      engine,
      precision,
      threads,
      medianSeconds,
      bestSeconds: Math.min(...ours),
      firstStepSeconds: first.seconds,
      textsPerSecond: texts.length / medianSeconds,
      tokensPerSecond: tokens / medianSeconds,
      residentBytes: process.resourceUsage().maxRSS * 1024,
      hardware: describeHardware(hardware()),
      date: new Date().toISOString().slice(0, 10),
      peers: peers.map(({ ready }, i) => ({
        ...measuredPeer(ready.name, theirs[i], medianSeconds),
        difference: ready.scores.reduce((most, score, text) => Math.max(most, Math.abs(score - first.scores[text])), 0),
      })),
    };
  } finally {
    for (const peer of peers) peer.stop();
    await predictor?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The lines of the file, or what is cut of its words. */
async function textsOf({ texts: path, mixed }: MeasureTextsOptions, tokenizer: Tokenizer): Promise<string[]> {
  const content = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UserError({ what: `${path} cannot be read`, expected: 'a file with one text a line', received: cause.message }, { cause });
  });
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UserError({ what: `${path} has no texts`, expected: 'one text a line' });
  if (mixed === undefined) return lines;
  const words = content.split(/\s+/).filter((word) => word !== '');
  const tokens = (await tokenizer.encodePieces(words)).map(({ ids }) => ids.length);
  return mixedTexts(words, tokens, { ...MIXED_TOKENS, count: mixed, seed: 1 });
}

/** Writes a classifier of two labels with new weights, and says what the engine is. */
async function saveModel(
  folder: string,
  options: MeasureTextsOptions,
  tokenizer: Tokenizer,
): Promise<{ readonly description: string; readonly engine: string; readonly precision: string; readonly threads: number }> {
  const { runtime, description, precision } = await createRuntime(options);
  try {
    const { discriminator } = presets[options.preset];
    const model = kinds.classification.create({ ...discriminator, vocabSize: tokenizer.vocabularySize }, { labels: LABELS, seed: 1 });
    await model.savePretrained(folder);
    await tokenizer.save(folder);
    model.dispose();
    return { description, precision, engine: runtime.engine, threads: runtime.threads };
  } finally {
    await runtime.dispose();
  }
}

/** Classifies all texts once. */
async function classifyAll(predictor: Predictor, texts: readonly string[]): Promise<{ readonly seconds: number; readonly scores: number[] }> {
  const started = performance.now();
  const scores: number[] = [];
  for await (const answer of predictor.answers(texts.map((text) => ({ text })))) scores.push((answer as Classification).scores[LABELS[1]]);
  return { seconds: (performance.now() - started) / 1000, scores };
}
