import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { UserError } from '@electra-ts/config';

import { type Random, seededRandom } from '../random/seeded-random.js';
import { documentStream } from './document-stream.js';

const lines = Array.from({ length: 30 }, (_, i) => `Line ${i}: the ölçü of "${i * 7}", quoted.`);
const rows = lines.map((text, id) => JSON.stringify({ id, text })).join('\n');
const csv = ['id,text', ...lines.map((text, i) => `${i},"${text.replaceAll('"', '""')}"`)].join('\n');
const record = (text: string) =>
  `WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}\r\n\r\n`;
const response = (text: string, i: number) => {
  const html = `<html><p>${text}</p><ul><li>a<li>b</ul></html>`;
  const [field, body] =
    i % 2 === 0 ? ['Content-Encoding: gzip', gzipSync(html)] : ['Transfer-Encoding: chunked', Buffer.from(`${Buffer.byteLength(html).toString(16)}\r\n${html}\r\n0\r\n\r\n`)];
  const message = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${field}\r\n\r\n`), body]);
  const head = `WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: ${message.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), message, Buffer.from('\r\n\r\n')]);
};
const page = (text: string) => `<page><title>A</title><ns>0</ns><revision><text>'''${text}''' [[a|b]] {{c}}</text></revision></page>\n`;

/** `echo hello zstd | zstd -c --check` and `echo hello bzip2 | bzip2`, by the reference implementations. */
const zstd = Buffer.from('KLUv/QRYWQAAaGVsbG8genN0ZApsV/lR', 'base64');
const bzip2 = Buffer.from('QlpoOTFBWSZTWatrofEAAALZgAAQQAAQABJkwBAgADEA000EAB6j705RogeLuSKcKEhVtdD4gA==', 'base64');

const files: readonly (readonly [string, Uint8Array])[] = [
  ['a.txt', Buffer.from(lines.join('\n\n'))],
  ['a.txt.gz', gzipSync(lines.join('\n'))],
  ['a.txt.zst', zstd],
  ['a.txt.bz2', bzip2],
  ['a.jsonl', Buffer.from(rows)],
  ['a.jsonl.gz', gzipSync(rows)],
  ['a.csv', Buffer.from(csv)],
  ['a.tsv', Buffer.from(`id\ttext\n${lines.map((text, i) => `${i}\t${text}`).join('\n')}`)],
  // Written by pyarrow: see tools/fixtures/parquet_rows.py.
  ['a.parquet', readFileSync(join(__dirname, '..', '..', 'fixtures', 'rows.parquet'))],
  ['a.wet', Buffer.from(lines.map(record).join(''))],
  ['a.warc.gz', gzipSync(lines.map(record).join(''))],
  ['pages.warc', Buffer.concat(lines.map(response))],
  ['a.xml', Buffer.from(`<mediawiki>\n${lines.map(page).join('')}</mediawiki>`)],
];

const casesPerFile = 200;

/** Changes bytes, cuts, repeats, removes or inserts a stretch, once to three times. */
function mutate(original: Uint8Array, random: Random): Buffer {
  let bytes = Buffer.from(original);
  const below = (count: number) => random.integer(0, count - 1);
  const place = () => below(bytes.length + 1);
  for (let changes = random.integer(1, 3); changes > 0; changes--) {
    const [from, to] = [place(), place()].sort((a, b) => a - b);
    const [before, between, after] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
    const noise = Buffer.from(Array.from({ length: random.integer(1, 8) }, () => below(256)));
    const choices = [
      () => Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(from + noise.length)]),
      () => before,
      () => Buffer.concat([before, between, between, after]),
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, noise, bytes.subarray(from)]),
    ];
    bytes = choices[below(choices.length)]();
  }
  return bytes;
}

describe('documentStream on mutated files', () => {
  let folder: string;
  /** Of each file, the different damaged versions that were read to their end or to an error. */
  const tried = new Map<string, Set<string>>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mutated-files-'));
    // warcio tells of records longer than they say there.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it.each(files)('reads %s, or says what is wrong with it', async (name, original) => {
    const path = join(folder, name);
    const texts = async () => {
      const all: string[] = [];
      for await (const { text } of documentStream([path])) all.push(text);
      return all;
    };
    await writeFile(path, original);
    expect((await texts()).join('')).not.toBe('');
    let errors = 0;
    const versions = new Set<string>();
    for (let seed = 0; seed < casesPerFile; seed++) {
      const damaged = mutate(original, seededRandom(seed));
      if (damaged.equals(original)) continue;
      await writeFile(path, damaged);
      const started = performance.now();
      const outcome = await texts().catch((error: unknown) => error);
      expect(performance.now() - started).toBeLessThan(5000);
      versions.add(damaged.toString('latin1'));
      if (!Array.isArray(outcome)) {
        errors++;
        if (!(outcome instanceof UserError)) {
          throw new Error(`${name}, seed ${seed}: no UserError`, { cause: outcome });
        }
        expect(outcome.message).toContain(path);
      }
    }
    expect(errors).toBeGreaterThan(0);
    tried.set(name, versions);
  });

  it('has read more than 2,000 different ones by now, many of every file', () => {
    expect([...tried.keys()]).toEqual(files.map(([name]) => name));
    const counts = [...tried.values()].map(({ size }) => size);
    expect(Math.min(...counts)).toBeGreaterThan(100);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2000);
  });
});
