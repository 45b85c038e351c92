import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CleaningReport } from '@electra-ts/data';
import { readDocuments, type ReadingOptions } from './read-documents.js';

describe('readDocuments', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'read-documents-'));
    writeFileSync(at('a.jsonl'), ['one', 'two', 'one', 'e\u0301lan'].map((text) => JSON.stringify({ text })).join('\n'));
    writeFileSync(at('b.txt'), 'three');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function texts(names: readonly string[], options?: ReadingOptions): Promise<string[]> {
    const found = [];
    for await (const { text } of readDocuments(names.map(at), options)) found.push(text);
    return found;
  }

  it('reads one path after the other', async () => {
    expect(await texts(['b.txt', 'a.jsonl'])).toEqual(['three', 'one', 'two', 'one', 'e\u0301lan']);
  });

  it('cleans as it is told to, and counts', async () => {
    let report: CleaningReport | undefined;
    const cleaning = { normalize: 'NFC', minLength: 4, deduplicate: 'exact' } as const;
    expect(await texts(['a.jsonl'], { cleaning: { ...cleaning, minLength: undefined } })).toEqual(['one', 'two', '\u00e9lan']);
    expect(await texts(['a.jsonl'], { cleaning, onCleaning: (counts) => (report = counts) })).toEqual(['\u00e9lan']);
    expect(report).toMatchObject({ read: 4, kept: 1 });
  });

  it('mixes by weight, each source under the name that the user gave it', async () => {
    const mixture = { names: ['first', 'second'], weights: [1, 1], whenExhausted: 'repeat' } as const;
    const sources = [];
    for await (const { source, text } of readDocuments(['a.jsonl', 'b.txt'].map(at), { mixture })) sources.push([source, text]);
    expect(sources.filter(([name]) => name === 'first').map(([, text]) => text)).toEqual(['one', 'two', 'one', 'e\u0301lan']);
    // As long a text as the first's, out of one document.
    expect(sources.filter(([name]) => name === 'second').length).toBeGreaterThan(1);
  });

  describe('of which some cannot be read', () => {
    const bad = ['x.jsonl', 'y.jsonl', 'z.jsonl'];
    beforeAll(() => {
      for (const name of bad) writeFileSync(at(name), '{"text": "a"}\n{\n{"text": 5}\n{"text": "b"}\n');
      writeFileSync(at('large.jsonl'), '{"text": "a longer text"}\n'.repeat(99) + '{"text": 7}\n');
    });

    it.each<[string, ReadingOptions['mixture']]>([
      ['one after the other', {}],
      ['mixed', { weights: [1, 1, 1], whenExhausted: 'repeat' }],
    ])('holds the limit over all inputs together, %s', async (_, mixture) => {
      const told: string[] = [];
      const options = { mixture, onError: 'skip', onSkip: ({ message }: Error) => told.push(message) } as const;
      await expect(texts(bad, { ...options, maxErrors: 5 })).rejects.toThrow(/^The input has more than 5 errors/);
      told.length = 0;
      expect((await texts(bad, { ...options, maxErrors: 6 })).length).toBeGreaterThanOrEqual(6);
      expect(told).toHaveLength(6);
    });

    it('counts a row once, however often its file is repeated', async () => {
      const told: string[] = [];
      const mixture = { weights: [1, 1], whenExhausted: 'repeat' } as const;
      const found = await texts(['x.jsonl', 'large.jsonl'], { mixture, onError: 'skip', maxErrors: 3, onSkip: ({ message }) => told.push(message) });
      expect(found.filter((text) => text === 'a').length).toBeGreaterThan(100);
      expect(told.map((message) => /\w+\.jsonl, line \d+/.exec(message)?.[0])).toEqual(['x.jsonl, line 2', 'x.jsonl, line 3', 'large.jsonl, line 100']);
    });
  });

  it.each<[ReadingOptions, RegExp]>([
    [{ mixture: { weights: [1, 2, 3] } }, /expected 2, one for each --input, received 3: 1 2 3/],
    [{ mixture: { temperature: 2 } }, /--temperature without a mixture/],
    [{ mixture: { whenExhausted: 'stop' } }, /--when-exhausted without a mixture/],
    [{ mixture: { weights: [1, 1], whenExhausted: 'repeat' }, cleaning: { deduplicate: 'exact' } }, /is a duplicate/],
  ])('refuses %j', (options, message) => {
    expect(() => readDocuments(['a', 'b'], options)).toThrow(message);
  });

  it('refuses to repeat standard input', () => {
    const mixture = { weights: [1], whenExhausted: 'repeat' } as const;
    expect(() => readDocuments(['-'], { mixture })).toThrow(/cannot be repeated/);
  });
});
