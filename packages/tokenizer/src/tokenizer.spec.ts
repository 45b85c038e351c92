import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import fc from 'fast-check';

import { Tokenizer } from './tokenizer.js';

interface ExpectedEncoding {
  readonly ids: number[];
  /** Start and end of each token in code points. */
  readonly offsets: number[];
  readonly words: number[];
  readonly decoded: string;
}
interface Fixture {
  readonly sentences: string[];
  readonly ordered: { readonly tokens: string[] }[];
  readonly uncased: ExpectedEncoding[];
  readonly cased: ExpectedEncoding[];
}

// Written by tools/fixtures/wordpiece_vocabulary.py
const path = join(__dirname, '../fixtures/wordpiece.json');
const { sentences, ordered, uncased, cased }: Fixture = JSON.parse(readFileSync(path, 'utf8'));

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const small = [...special, 'hello', 'world', '##s', ',', '!', 'e', 'é', '😀', '中', '##😀'];

describe.each([
  { lowercase: true, tokens: ordered[0].tokens, expected: uncased },
  { lowercase: false, tokens: ordered[1].tokens, expected: cased },
])('Tokenizer beside the Python library (lowercase: $lowercase)', ({ lowercase, tokens, expected }) => {
  const tokenizer = Tokenizer.fromVocabulary(tokens, { lowercase });

  it.each(sentences.map((text, i) => ({ text, wanted: expected[i] })))('encodes $text', async ({ text, wanted }) => {
    const { ids, offsets, wordIds } = await tokenizer.encode(text);
    expect([...ids]).toEqual(wanted.ids);
    expect(wordIds).toEqual(wanted.words);
    const characters = [...text];
    const slice = (i: number) => characters.slice(wanted.offsets[2 * i], wanted.offsets[2 * i + 1]).join('');
    const slices = wanted.ids.map((_, i) => slice(i));
    expect(offsets.map(([start, end]) => text.slice(start, end))).toEqual(slices);
    expect(tokenizer.decode(ids)).toBe(wanted.decoded);
  });

  it('encodes a batch as it encodes each text', async () => {
    const batch = await tokenizer.encodeBatch(sentences);
    expect(batch.map(({ ids }) => [...ids])).toEqual(expected.map(({ ids }) => ids));
    const single = await tokenizer.encode(sentences[13]);
    expect(batch[13].offsets).toEqual(single.offsets);
    expect(batch[13].wordIds).toEqual(single.wordIds);
  });
});

describe('Tokenizer', () => {
  const tokenizer = Tokenizer.fromVocabulary(small);

  it.each(['wordpiece', 'bpe'])('has special tokens of other names, and further ones, which survive saving: %s', async (model) => {
    const specialTokens = { pad: '<pad>', unk: '<?>', cls: '<first>', sep: '<end>', mask: '<hidden>' };
    const options = { specialTokens, furtherTokens: ['<user>'] };
    const tokens = ['<pad>', '<?>', '<first>', '<end>', '<hidden>', '<user>', 'hello', 'h'];
    const made = model === 'bpe' ? Tokenizer.fromBpe({ tokens, merges: [] }, options) : Tokenizer.fromVocabulary(tokens, options);
    const folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
    await made.save(folder);
    for (const found of [made, await Tokenizer.fromPretrained(folder)]) {
      expect({ ...found.specialTokens }).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
      expect([...(await found.encode('<user>h')).ids]).toEqual([5, 7]);
      expect([...(await found.encodePieces(['<user>h']))[0].ids]).toEqual([5, 7]);
      expect(found.decode([2, 5, 7], { skipSpecialTokens: true })).toBe('h');
    }
    expect(JSON.parse(readFileSync(join(folder, 'tokenizer_config.json'), 'utf8'))).toMatchObject({
      cls_token: '<first>',
      additional_special_tokens: ['<user>'],
    });
    await rm(folder, { recursive: true });
    expect(() => Tokenizer.fromVocabulary(tokens, { specialTokens, furtherTokens: ['<absent>'] })).toThrow(/<absent>/);
  });

  it('is the same when made again from its files, which can be sent to a worker', async () => {
    const copy = Tokenizer.fromFiles(structuredClone(tokenizer.files));
    expect([copy.fingerprint, copy.specialTokens.sep]).toEqual([tokenizer.fingerprint, 3]);
    expect((await copy.encode('hello worlds')).ids).toEqual((await tokenizer.encode('hello worlds')).ids);
  });

  it('knows its tokens', () => {
    expect(tokenizer.vocabularySize).toBe(small.length);
    expect(tokenizer.specialTokens).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
    expect(small.map((_, id) => tokenizer.idToToken(id))).toEqual(small);
    expect(small.map((token) => tokenizer.tokenToId(token))).toEqual([...small.keys()]);
    expect(tokenizer.tokenToId('absent')).toBeUndefined();
  });

  it('splits words, in UTF-16 units, without adding special tokens', async () => {
    const text = 'Hello 😀😀, e\u0301 中 worlds!';
    const { ids, offsets, wordIds } = await tokenizer.encode(text);
    const tokens = Array.from(ids, (id) => tokenizer.idToToken(id));
    expect(tokens).toEqual(['hello', '😀', '##😀', ',', 'e', '中', 'world', '##s', '!']);
    expect(offsets.map(([start, end]) => text.slice(start, end))).toEqual([
      'Hello',
      '😀',
      '😀',
      ',',
      'e',
      '中',
      'world',
      's',
      '!',
    ]);
    expect(wordIds).toEqual([0, 1, 1, 2, 3, 4, 5, 5, 6]);
  });

  it('keeps case and accents on demand', async () => {
    const keeping = Tokenizer.fromVocabulary(small, { lowercase: false });
    const { ids } = await keeping.encode('Hello hello é');
    expect(Array.from(ids, (id) => keeping.idToToken(id))).toEqual(['[UNK]', 'hello', 'é']);
  });

  it('joins word pieces and punctuation when decoding', () => {
    expect(tokenizer.decode([2, 5, 8, 6, 7, 9, 3])).toBe('[CLS] hello, worlds! [SEP]');
    expect(tokenizer.decode(Int32Array.of())).toBe('');
    expect(tokenizer.decode([2, 5, 4, 8, 0, 3], { skipSpecialTokens: true })).toBe('hello,');
  });

  it.each([-1, 15, 1.5, NaN, 2 ** 32])('rejects the id %d', (id) => {
    expect(() => tokenizer.idToToken(id)).toThrow(`expected the id of a token, below 15, received ${id}`);
    expect(() => tokenizer.decode([5, id])).toThrow(RangeError);
  });

  it('gives offsets that lie in the text, in order, and cut no character of it', async () => {
    const wide = Tokenizer.fromVocabulary(ordered[0].tokens);
    const special = fc.constantFrom('😀', 'e\u0301', '中', ' ', 'a', '𝒳', '\uD83D', 'İ');
    const units = fc.oneof(special, fc.string({ unit: 'binary' }));
    await fc.assert(
      fc.asyncProperty(fc.array(units), async (parts) => {
        const text = parts.join('');
        const { ids, offsets, wordIds } = await wide.encode(text);
        expect([offsets.length, wordIds.length]).toEqual([ids.length, ids.length]);
        let previous = 0;
        offsets.forEach(([start, end], i) => {
          expect(start).toBeGreaterThanOrEqual(previous);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect([...text.slice(0, start), ...text.slice(start, end), ...text.slice(end)]).toEqual([...text]);
          // One character may become two tokens (ﬁ, ½): the next may start where this one starts.
          previous = wordIds[i + 1] === wordIds[i] ? start : end;
        });
      }),
    );
  });

  it('spells back, by decoding, words that encoding spelled', async () => {
    const wide = Tokenizer.fromVocabulary(ordered[0].tokens);
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(words, async (sample) => {
        const { ids } = await wide.encode(sample.join('  '));
        expect(wide.decode(ids)).toBe(sample.join(' '));
      }),
    );
  });

  it.each([
    [small.filter((token) => token !== '[CLS]'), 'expected [CLS]'],
    [[...small, 'hello'], '"hello" with ids 5 and 15'],
  ])('rejects a vocabulary that cannot work', (tokens, message) => {
    expect(() => Tokenizer.fromVocabulary(tokens)).toThrow(UserError);
    expect(() => Tokenizer.fromVocabulary(tokens)).toThrow(message);
  });
});

describe('Tokenizer in a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([true, false])('is the same after saving and loading (lowercase: %s)', async (lowercase) => {
    const saved = Tokenizer.fromVocabulary(small, { lowercase });
    await saved.save(join(folder, 'new', 'folder'));
    const loaded = await Tokenizer.fromPretrained(join(folder, 'new', 'folder'));
    expect(loaded.fingerprint).toBe(saved.fingerprint);
    expect(loaded.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(loaded.specialTokens).toEqual(saved.specialTokens);
    expect((await loaded.encode('Hello É')).ids).toEqual((await saved.encode('Hello É')).ids);
  });

  it('keeps the tokens that were added to a vocab.txt', async () => {
    await writeFile(join(folder, 'vocab.txt'), small.join('\n'));
    await writeFile(join(folder, 'added_tokens.json'), JSON.stringify({ '<user>': 15, unbelievable: 16 }));
    await writeFile(join(folder, 'special_tokens_map.json'), JSON.stringify({ additional_special_tokens: ['<user>'] }));
    const first = await Tokenizer.fromPretrained(folder);
    await first.save(join(folder, 'copy'));
    for (const tokenizer of [first, await Tokenizer.fromPretrained(join(folder, 'copy'))]) {
      const text = '<user> Unbelievable hello <USER>';
      expect([...(await tokenizer.encode(text)).ids]).toEqual([15, 16, 5, 1, 1, 1]);
      expect([...(await tokenizer.encodePieces([text]))[0].ids]).toEqual([15, 16, 5, 1, 1, 1]);
      expect(tokenizer.vocabularySize).toBe(17);
      expect(tokenizer.decode([15, 16, 5], { skipSpecialTokens: true })).toBe('unbelievable hello');
    }
    expect(readFileSync(join(folder, 'copy', 'vocab.txt'), 'utf8')).toBe(`${small.join('\n')}\n`);
    expect(JSON.parse(readFileSync(join(folder, 'copy', 'tokenizer_config.json'), 'utf8'))).toMatchObject({ additional_special_tokens: ['<user>'] });
  });

  it('normalizes as its tokenizer_config.json says, and saves one that says what it does', async () => {
    await Tokenizer.fromVocabulary(small).save(folder);
    const idsIn = async (at: string) => [...(await (await Tokenizer.fromPretrained(at)).encode('Hello hello')).ids];
    const copy = async (config: object | undefined) => {
      await rm(join(folder, 'tokenizer_config.json'));
      if (config) await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(config));
      await (await Tokenizer.fromPretrained(folder)).save(join(folder, 'copy'));
      await writeFile(join(folder, 'tokenizer_config.json'), '{}');
      return JSON.parse(readFileSync(join(folder, 'copy', 'tokenizer_config.json'), 'utf8'));
    };
    expect(await copy({ do_lower_case: false })).toMatchObject({ do_lower_case: false, strip_accents: null, tokenize_chinese_chars: true });
    expect(await idsIn(join(folder, 'copy'))).toEqual([1, 5]);
    expect(await copy(undefined)).toMatchObject({ do_lower_case: true, strip_accents: null, tokenize_chinese_chars: true });
    expect(await idsIn(join(folder, 'copy'))).toEqual([5, 5]);
    // tokenizer.json is cased, and nothing beside it says so.
    await Tokenizer.fromVocabulary(small, { lowercase: false }).save(folder);
    expect(await copy(undefined)).toMatchObject({ do_lower_case: false });
    expect(await idsIn(join(folder, 'copy'))).toEqual([1, 5]);
  });

  it("is saved with a model's length, by which neither it nor its fingerprint changes", async () => {
    const tokenizer = Tokenizer.fromVocabulary(small);
    await tokenizer.save(folder, { modelMaxLength: 2 });
    const loaded = await Tokenizer.fromPretrained(folder);
    expect(loaded.fingerprint).toBe(tokenizer.fingerprint);
    expect([...(await loaded.encode('hello hello hello')).ids]).toEqual([5, 5, 5]);
    await loaded.save(join(folder, 'copy'));
    expect(JSON.parse(readFileSync(join(folder, 'copy', 'tokenizer_config.json'), 'utf8'))).toMatchObject({ model_max_length: 2 });
  });

  it("comes from a hub's owner/name, without the model's weights, and then from the cache", async () => {
    const saved = Tokenizer.fromVocabulary(small);
    const [local, cacheDir] = [join(folder, 'local'), join(folder, 'cache')];
    await saved.save(local);
    const files = new Map<string, Buffer>([['model.safetensors', Buffer.from('weights')]]);
    for (const name of await readdir(local)) files.set(name, await readFile(join(local, name)));
    const commit = 'c0ffee'.padEnd(40, '0');
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '', 'http://hub').pathname;
      asked.push(path);
      const content = files.get(path.slice(`/some/model/resolve/${commit}/`.length));
      const json = (value: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (path === '/api/models/some/model/revision/main') json({ _id: '1', id: 'some/model', sha: commit });
      else if (path === `/api/models/some/model/tree/${commit}`) json([...files].map(([name, { length }]) => ({ type: 'file', path: name, size: length })));
      else if (content === undefined) response.writeHead(404).end();
      else {
        const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
        const part = range ? content.subarray(Number(range[1]), Number(range[2]) + 1) : content;
        const whole = `bytes 0-${content.length - 1}/${content.length}`;
        response.writeHead(range ? 206 : 200, { etag: '"x"', 'content-range': whole }).end(part);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const hub = { hubUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cacheDir };
    try {
      const loaded = await Tokenizer.fromPretrained('some/model', { hub });
      expect(loaded.fingerprint).toBe(saved.fingerprint);
      expect(loaded.specialTokens).toEqual(saved.specialTokens);
      expect(asked.some((path) => path.endsWith('tokenizer.json'))).toBe(true);
      expect(asked.some((path) => path.includes('safetensors'))).toBe(false);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    expect((await Tokenizer.fromPretrained('some/model', { hub })).fingerprint).toBe(saved.fingerprint);
    await expect(Tokenizer.fromPretrained('some/other', { hub })).rejects.toThrow(/no model some\/other/);
  });

  it('has another fingerprint for another vocabulary', () => {
    const one = Tokenizer.fromVocabulary(small).fingerprint;
    expect(Tokenizer.fromVocabulary([...small, 'more']).fingerprint).not.toBe(one);
    expect(Tokenizer.fromVocabulary(small, { lowercase: false }).fingerprint).not.toBe(one);
  });

  it('ignores the lengths that texts were cut and filled to when it was saved', async () => {
    await Tokenizer.fromVocabulary(small).save(folder);
    const json = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
    json.truncation = { direction: 'Right', max_length: 2, strategy: 'LongestFirst', stride: 0 };
    const padding = { pad_to_multiple_of: null, pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' };
    json.padding = { strategy: { Fixed: 8 }, direction: 'Right', ...padding };
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(json));
    const { ids } = await (await Tokenizer.fromPretrained(folder)).encode('hello hello hello');
    expect([...ids]).toEqual([5, 5, 5]);
  });

  it.each(['not json', '{}', '{"model": {"type": "Unheard"}}'])('rejects %j as tokenizer.json', async (text) => {
    await writeFile(join(folder, 'tokenizer.json'), text);
    const error = await Tokenizer.fromPretrained(folder).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(`Cannot read the tokenizer.json of ${folder}`);
  });
});
