// What the harnesses share: a tiny run's data and configuration, and what a run ended with.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { prepare } from '@electra-ts/data';
import { Tokenizer } from '@electra-ts/tokenizer';

/** Repeatable random numbers in [0, 1) (mulberry32). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function* documents() {
  const pick = (words, n) => words[n % words.length];
  for (let id = 0; id < 60; id++) {
    const line = (n) => `the ${pick(['cat', 'dog'], id + n)} ${pick(['sees', 'hears'], id >> 1)} the ${pick(['red', 'blue', 'old'], id + n)} cat`;
    yield { id: String(id), text: [0, 1, 2, 3].map(line).join('\n') };
  }
}

/** Writes `tokenizer` and `data` into a folder. */
export async function prepareTinyData(folder) {
  const tokenizer = Tokenizer.fromVocabulary('[PAD] [UNK] [CLS] [SEP] [MASK] the cat dog sees hears red blue old'.split(' '));
  await tokenizer.save(join(folder, 'tokenizer'));
  await prepare({ documents: documents(), tokenizer, out: join(folder, 'data'), sequenceLength: 16, seed: 1, validationFraction: 0.1 });
}

const sizes = { numHiddenLayers: 1, hiddenSize: 16, embeddingSize: 16, intermediateSize: 32, maxPositionEmbeddings: 16 };

/** One layer of width 16, a row and a checkpoint at every step. */
export const tinyConfiguration = (folder, steps) => ({
  seed: 3,
  model: { preset: 'tiny', discriminator: sizes },
  data: { path: join(folder, 'data') },
  training: { steps, batchSize: 8, learningRate: 5e-3, warmupSteps: 3 },
  evaluation: { every: 20, batches: 1 },
  checkpoint: { every: 1, keep: 3 },
  engine: { name: 'onnxruntime', threads: 1 },
  log: { every: 1 },
});

/** Whether a name is that of a folder or file that is being written. */
export const isTemporary = (name) => /^\..*\.tmp$/.test(name);

/** The folders of a run's checkpoints, oldest first. */
export function checkpoints(run) {
  const names = existsSync(run) ? readdirSync(run) : [];
  return names.filter((name) => name.startsWith('checkpoint-')).sort().map((name) => join(run, name));
}

/** What a run ended with: checksums of its newest checkpoint's tensors, and its measurements without what the clock decides. */
export function outcome(run) {
  const newest = checkpoints(run).at(-1);
  const { files } = JSON.parse(readFileSync(join(newest, 'manifest.json'), 'utf8'));
  const tensors = Object.keys(files).filter((name) => name.endsWith('.safetensors'));
  const hash = (name) => createHash('sha256').update(readFileSync(join(newest, name))).digest('hex');
  const rows = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => {
    const { seconds, stepSeconds, dataWait, tokensPerSecond, flopsPerSecond, shareOfPeak, residentBytes, ...rest } = JSON.parse(line);
    return JSON.stringify(rest);
  });
  return JSON.stringify([basename(newest), tensors.map((name) => [name, hash(name)]), rows]);
}
