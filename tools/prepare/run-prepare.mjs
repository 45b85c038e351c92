import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@electra-ts/tokenizer';

const bin = fileURLToPath(new URL('../../apps/trainer/bin/electra-trainer.mjs', import.meta.url));
const report = new URL('report-peak.mjs', import.meta.url).href;

/** Words of generated text. */
export const words = 'the whale sailed over a quiet sea and then returned home without its young companion state of union'.split(' ');

/** The repository's data, where it has any beside it. */
export const sharedData = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** Saves a tokenizer for BERT's vocabulary where there is one, or for the words of generated text; returns how it is called. */
export async function saveTokenizer(folder, vocabulary = join(sharedData, 'vocab/bert-base-uncased-vocab.txt')) {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const own = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...letters, ...letters.map((letter) => `##${letter}`), ...words.filter((word) => word.length > 1)];
  const isThere = existsSync(vocabulary);
  await Tokenizer.fromVocabulary(isThere ? readFileSync(vocabulary, 'utf8').trimEnd().split(/\r?\n/) : own).save(folder);
  return isThere ? `${vocabulary.split('/').at(-1)}` : `${own.length} tokens of the generated text`;
}

/**
 * Runs `electra-trainer prepare` as a user does.
 *
 * @returns its exit status, or the signal that ended it; seconds on the clock; peak memory in MiB; the last line that the user saw
 */
export async function runPrepare(args, { cwd } = {}) {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', report, bin, 'prepare', ...args], {
    cwd,
    env: { ...process.env, INIT_CWD: undefined },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let [errors, peak] = ['', ''];
  child.stderr.on('data', (text) => (errors += text));
  child.stdio[3].on('data', (text) => (peak += text));
  const [code, signal] = await once(child, 'close');
  return {
    status: code ?? signal,
    seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    peakMiB: peak === '' ? null : Math.round(Number(peak) / 2 ** 20),
    says: errors.trim().split('\n').at(-1),
  };
}

/** What figures depend on. */
export function machine() {
  return { date: new Date().toISOString().slice(0, 10), processor: `${cpus().length} x ${cpus()[0].model}`, node: process.version };
}
