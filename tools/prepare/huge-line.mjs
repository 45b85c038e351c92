// What `electra-trainer prepare` does with one line of a gigabyte, in a .txt file, a .jsonl and a .csv one, with and without its limits raised: it
// has to end with status 0 in bounded memory, or with status 2 and one line that names the file, the place, what was expected and what to do.
// npx nx run trainer:huge-line -- [--bytes 1e9]      needs twice as much room in the folder for temporary files; prints what happened as JSON
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, runPrepare, saveTokenizer, words } from './run-prepare.mjs';

const { values } = parseArgs({ options: { bytes: { type: 'string', default: '1e9' } } });
const bytes = Number(values.bytes);
const most = 600;

/** Writes `head`, words and `tail`, in `bytes` bytes and without a line break but those in head and tail. */
function writeLine(path, head, tail) {
  const piece = Buffer.from(Array.from({ length: 1 << 16 }, (_, i) => `${words[(i * i + 7 * i) % words.length]} `).join(''));
  const file = openSync(path, 'w');
  let left = bytes - writeSync(file, head) - Buffer.byteLength(tail);
  while (left > 0) left -= writeSync(file, piece, 0, Math.min(left, piece.length));
  writeSync(file, tail);
  closeSync(file);
}

/** What is read, how, and the longest line that goes through. */
const cases = [
  { file: 'line.txt', flags: [], head: '', tail: '\n', limit: Infinity },
  { file: 'line.txt', flags: ['--max-document-length', '1000000'], limit: Infinity },
  { file: 'line.jsonl', flags: [], head: '{"text": "', tail: '"}\n', limit: 2 ** 26 },
  { file: 'line.jsonl', flags: ['--max-row-length', '500000000'], limit: 5e8 },
  { file: 'line.jsonl', flags: ['--on-error', 'skip'], limit: 2 ** 26 },
  { file: 'line.csv', flags: [], head: 'text\n"', tail: '"\n', limit: 2 ** 26 },
];

const folder = await mkdtemp(join(tmpdir(), 'huge-line-'));
let isGood = true;
try {
  const tokenizer = await saveTokenizer(join(folder, 'tokenizer'));
  const rows = [];
  for (const { file, flags, head, tail, limit } of cases) {
    if (head !== undefined) {
      for (const name of ['line.txt', 'line.jsonl', 'line.csv']) rmSync(join(folder, name), { force: true });
      writeLine(join(folder, file), head, tail);
    }
    const ended = await runPrepare(['--input', file, '--tokenizer', 'tokenizer', '--out', 'out', '--workers', '2', ...flags], { cwd: folder });
    await rm(join(folder, 'out'), { recursive: true, force: true });
    const isRaised = flags.includes('--max-row-length');
    const asExpected =
      bytes <= limit
        ? ended.status === 0
        : ended.status === 2 && ended.says.includes(file) && /expected .*received /.test(ended.says) && /line \d|holds no text/.test(ended.says);
    const isBounded = isRaised || (ended.peakMiB !== null && ended.peakMiB < most);
    isGood &&= asExpected && isBounded;
    rows.push({ file, flags: flags.join(' '), asExpected, ...ended, says: ended.says.replaceAll(`${folder}/`, '') });
    process.stderr.write(`${file} ${flags.join(' ')}: ${ended.status}, ${ended.seconds} s, ${ended.peakMiB} MiB\n`);
  }
  process.stdout.write(`${JSON.stringify({ ...machine(), bytes, tokenizer, mostMiB: most, rows }, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;
