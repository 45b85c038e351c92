// Prepares so many copies of a corpus with two workers, and fails where that takes 600 MB of memory or more.
// npx nx run trainer:bounded-memory -- [--corpus FOLDER] [--copies 10] [--megabytes 600]      prints what it measured as JSON
// Without a corpus it takes the books beside the repository, or 80 MB of generated text.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, runPrepare, saveTokenizer, sharedData, words } from './run-prepare.mjs';

const { values } = parseArgs({
  options: { corpus: { type: 'string' }, vocabulary: { type: 'string' }, copies: { type: 'string', default: '10' }, megabytes: { type: 'string', default: '600' } },
});
const from = (path) => path && resolve(process.env.INIT_CWD ?? '.', path);
const copies = Number(values.copies);
const most = Number(values.megabytes) * 1e6;
const books = join(sharedData, 'corpus/books');

/** Files of sentences, most of known words, every tenth word new. */
function generate(folder) {
  mkdirSync(folder);
  let state = 1;
  const draw = (below) => ((state = (state * 48271) % 2147483647), state % below);
  const word = () => (draw(10) === 0 ? draw(2 ** 31).toString(36) : words[draw(words.length)]);
  for (let file = 0; file < 80; file++) {
    const lines = Array.from({ length: 17_000 }, () => `${Array.from({ length: 4 + draw(14) }, word).join(' ')}.`);
    writeFileSync(join(folder, `${file}.txt`), lines.join('\n'));
  }
}

const folder = await mkdtemp(join(tmpdir(), 'bounded-memory-'));
let peak = Infinity;
try {
  const generated = join(folder, 'generated');
  const corpus = from(values.corpus) ?? (existsSync(books) ? books : generated);
  if (corpus === generated) generate(generated);
  const tokenizer = await saveTokenizer(join(folder, 'tokenizer'), from(values.vocabulary));
  // Links to files are read, each as a file of its own.
  for (let copy = 0; copy < copies; copy++) {
    mkdirSync(join(folder, 'text', String(copy)), { recursive: true });
    for (const name of await readdir(corpus)) symlinkSync(join(corpus, name), join(folder, 'text', String(copy), name));
  }
  const ended = await runPrepare(['--input', 'text', '--tokenizer', 'tokenizer', '--out', 'out', '--sequence-length', '128', '--workers', '2'], { cwd: folder });
  if (ended.status !== 0) throw new Error(`prepare ended with ${ended.status}: ${ended.says}`);
  const { documents, characters, splits } = JSON.parse(await readFile(join(folder, 'out', 'manifest.json'), 'utf8'));
  peak = ended.peakMiB * 2 ** 20;
  const tokens = splits.train.tokens + splits.valid.tokens;
  const what = corpus === generated ? 'generated text' : corpus.split('/').slice(-2).join('/');
  process.stdout.write(`${JSON.stringify({ ...machine(), corpus: what, copies, tokenizer, documents, characters, tokens, seconds: ended.seconds, peakMiB: ended.peakMiB, mostMiB: Math.floor(most / 2 ** 20) }, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = peak < most ? 0 : 1;
