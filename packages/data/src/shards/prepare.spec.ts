import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';

import type { Document } from '../sources/document-stream.js';
import { mixDocuments } from '../sources/mix-documents.js';
import { readManifest } from './manifest.js';
import { prepare, type PrepareOptions, type PrepareProgress } from './prepare.js';
import { ShardSet } from './shard-set.js';

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const tokenizer = Tokenizer.fromVocabulary([...specials, ...Array.from({ length: 200 }, (_, i) => `w${i}`)]);

/** A text of `lines` lines of five words. */
const textOf = (number: number, lines: number) =>
  Array.from({ length: lines }, (_, line) => `w${number} w${line} w1 w2 w3`).join('\n');

async function* stream(texts: readonly string[]): AsyncGenerator<Document> {
  for (const [i, text] of texts.entries()) {
    yield { id: String(i), text };
  }
}

describe('prepare', () => {
  let folder: string;
  let runs = 0;
  let alone: Promise<unknown & { files: string[] }> | undefined;
  const corpus = Array.from({ length: 40 }, (_, i) => textOf(i, 10));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prepare-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function run(texts: readonly string[], options: Partial<PrepareOptions> = {}) {
    const out = join(folder, `out-${runs++}`);
    const documents = stream(texts);
    const manifest = await prepare({ documents, tokenizer, out, sequenceLength: 32, seed: 3, ...options });
    return { manifest, out };
  }

  /** All ordinary tokens of a split, sorted. */
  async function tokensOf(out: string, split: 'train' | 'valid'): Promise<number[]> {
    const shards = await ShardSet.open(out, split);
    const ids = Array.from({ length: shards.size }, (_, i) => [...shards.example(i).ids]).flat();
    shards.close();
    return ids.filter((id) => id >= specials.length).sort((a, b) => a - b);
  }

  it('writes every token into one of the splits', async () => {
    const { manifest, out } = await run(corpus, { validationFraction: 0.2 });
    const { train, valid } = manifest.splits;
    expect([train.documents + valid.documents, manifest.documents]).toEqual([40, 40]);
    expect(valid.documents).toBeGreaterThan(2);
    expect(manifest.characters).toBe(corpus.join('').length);
    const tokens = [...(await tokensOf(out, 'train')), ...(await tokensOf(out, 'valid'))];
    expect(tokens.length).toBe(40 * 50);
    expect(train.droppedTokens + valid.droppedTokens).toBe(0);
    expect(await readdir(out)).toEqual(['manifest.json', 'train-00000.tokens', 'valid-00000.tokens']);
  });

  it('names a document that is none, and leaves nothing behind', async () => {
    async function* documents() {
      yield { id: 'a', text: 'w1' };
      yield { id: 'b', text: null } as unknown as Document;
    }
    const out = join(folder, 'no-document');
    const preparing = prepare({ documents: documents(), tokenizer, out, sequenceLength: 32, seed: 3 });
    await expect(preparing).rejects.toThrow('prepare: document 1 of documents, "b": expected an object { id, text }');
    const heldOut = prepare({ documents: stream(['w1']), validationDocuments: documents(), tokenizer, out, sequenceLength: 32, seed: 3 });
    await expect(heldOut).rejects.toThrow('document 1 of validationDocuments');
    expect((await readdir(folder)).filter((name) => name.includes('no-document'))).toEqual([]);
  });

  it('drops what the reference drops, and counts it', async () => {
    const { manifest, out } = await run(corpus, { overflow: 'drop', validationFraction: 0 });
    const { droppedTokens } = manifest.splits.train;
    expect(droppedTokens).toBeGreaterThan(0);
    expect((await tokensOf(out, 'train')).length).toBe(40 * 50 - droppedTokens);
  });

  it('repeats exactly, and differs for another seed', async () => {
    const files = async (options: Partial<PrepareOptions>) => {
      const { manifest } = await run(corpus, options);
      return manifest.splits.train.files.map(({ sha256 }) => sha256);
    };
    const first = await files({});
    expect(await files({})).toEqual(first);
    expect(await files({ seed: 4 })).not.toEqual(first);
  });

  it.each([1, 3])('writes the same with %d workers', async (workers) => {
    // Several groups of documents, so that workers have something to overtake each other with.
    const large = Array.from({ length: 120 }, (_, i) => textOf(i, 10 + 150 * (i % 3)));
    const filesOf = async (options: Partial<PrepareOptions>) => {
      const { manifest, out } = await run(large, { tokensPerShard: 8_000, validationFraction: 0.1, ...options });
      const names = await readdir(out);
      return { manifest, files: await Promise.all(names.map((name) => readFile(join(out, name), 'latin1'))) };
    };
    alone ??= filesOf({});
    expect(await filesOf({ workers })).toEqual(await alone);
    expect((await alone).files.length).toBeGreaterThan(10);
  });

  it('holds out text of small corpora too', async () => {
    const few = await run(corpus.slice(0, 3), { validationFraction: 1e-9 });
    expect(few.manifest.splits.valid.documents).toBe(1);
    const single = await run([textOf(1, 40)]);
    expect(single.manifest.splits.valid.examples).toBe(1);
    expect(single.manifest.splits.train.examples).toBeGreaterThan(3);
    // Whatever its hash, which is below the first fraction and above the second.
    for (const validationFraction of [0.999999, 1e-9]) {
      const { splits } = (await run([textOf(1, 40)], { validationFraction })).manifest;
      expect(splits.train.examples).toBeGreaterThan(0);
      expect(splits.valid.examples).toBeGreaterThan(0);
    }
    const none = await run(corpus, { validationFraction: 0 });
    expect(none.manifest.splits.valid).toMatchObject({ documents: 0, examples: 0, files: [] });
  });

  it('joins the lines of paragraphs where asked to', async () => {
    const { manifest } = await run(['w1 w2\nw3\n\nw4'], { sentenceUnit: 'paragraph' });
    expect(manifest.sentenceUnit).toBe('paragraph');
  });

  it('builds packed, document and sentence examples where asked to, and says so in the manifest', async () => {
    const lengthsOf = async (exampleMode: 'packed' | 'document' | 'sentence') => {
      const { manifest, out } = await run(corpus, { exampleMode, validationFraction: 0 });
      expect(manifest.exampleMode).toBe(exampleMode);
      const shards = await ShardSet.open(out, 'train');
      expect(shards.manifest).toEqual(manifest);
      const lengths = Array.from({ length: shards.size }, (_, i) => shards.example(i).ids.length);
      shards.close();
      expect((await tokensOf(out, 'train')).length).toBe(40 * 50);
      return lengths;
    };
    // Documents of 50 tokens in lines of 5; 30 tokens fit between [CLS] and [SEP].
    expect(await lengthsOf('document')).toEqual(corpus.flatMap(() => [32, 22]));
    // The 40 tails of 20 tokens, with a separator before all but those that begin an example, fill all but the last.
    const packed = await lengthsOf('packed');
    expect(packed.slice(0, -1).every((length) => length >= 31)).toBe(true);
    expect(packed.length).toBe(40 + Math.ceil((40 * 20 + 39) / 30));
    expect(await lengthsOf('sentence')).toEqual(new Array(400).fill(7));
    expect((await run(corpus)).manifest.exampleMode).toBe('reference');
  });

  it("holds out the user's own text, and trains on all of the rest", async () => {
    const heldOut = ['w150 w151', ' ', 'w152 w153'];
    const { manifest, out } = await run(corpus, { validationDocuments: stream(heldOut) });
    expect(manifest).toMatchObject({ validation: 'given', validationFraction: 0, documents: 43 });
    expect(manifest.splits.train.documents).toBe(40);
    expect(manifest.splits.valid.documents).toBe(2);
    expect((await tokensOf(out, 'train')).length).toBe(40 * 50);
    expect(await tokensOf(out, 'valid')).toEqual([150, 151, 152, 153].map((word) => specials.length + word));
    // The training part is that of a run which holds out nothing.
    const none = await run(corpus, { validationFraction: 0 });
    expect(manifest.splits.train).toEqual(none.manifest.splits.train);
    expect(none.manifest.validation).toBe('share');
  });

  it('counts by source what was mixed', async () => {
    const open = (texts: readonly string[]) => () => stream(texts);
    const sources = [
      { name: 'a', open: open(corpus.slice(0, 10)), weight: 2 },
      { name: 'b', open: open(corpus.slice(10)) },
    ];
    const { manifest, out } = await run([], { documents: mixDocuments(sources) });
    expect((await readManifest(out)).sources).toEqual(manifest.sources);
    const [a, b] = manifest.sources ?? [];
    expect([a.name, a.documents, b.name, b.documents]).toEqual(['a', 10, 'b', 5]);
    expect(a.characters + b.characters).toBe(manifest.characters);
    const { train, valid } = manifest.splits;
    expect([a.examples + b.examples, a.tokens + b.tokens]).toEqual([train.examples + valid.examples, train.tokens + valid.tokens]);
    expect((await run(corpus)).manifest).not.toHaveProperty('sources');
  });

  it.each([
    [0x1_0000, 2],
    [0x1_0001, 4],
  ])('writes a vocabulary of %d tokens in ids of %d bytes, and reads back the last one', async (size, idBytes) => {
    const last = size - specials.length - 1;
    const words = Array.from({ length: last + 1 }, (_, i) => `w${i}`);
    const large = Tokenizer.fromVocabulary([...specials, ...words]);
    const { manifest, out } = await run([`w0 w${last} w1`], { tokenizer: large, validationFraction: 0 });
    expect(manifest.vocabularySize).toBe(size);
    const header = await readFile(join(out, 'train-00000.tokens'));
    expect(header.readUInt32LE(16)).toBe(idBytes);
    expect(await tokensOf(out, 'train')).toEqual([5, 6, size - 1]);
  });

  it('tells how far it is', async () => {
    const seen: PrepareProgress[] = [];
    const { manifest } = await run(corpus, { onProgress: (progress) => seen.push(progress), validationFraction: 0 });
    const { examples, tokens } = manifest.splits.train;
    expect(seen[seen.length - 1]).toEqual({ documents: 40, characters: manifest.characters, examples, tokens });
  });

  it('leaves nothing behind when it is aborted or the source fails', async () => {
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<Document> {
      for (let i = 0; ; i++) {
        if (i === 20) {
          stop.abort(new Error('enough'));
        }
        // Long unknown words: many characters, few tokens.
        yield { id: String(i), text: 'x'.repeat(50_000) };
      }
    }
    const before = await readdir(folder);
    await expect(run([], { documents: endless(), signal: stop.signal })).rejects.toThrow('enough');
    await expect(run([], { documents: endless(), signal: stop.signal, workers: 2 })).rejects.toThrow('enough');
    async function* failing(): AsyncGenerator<Document> {
      yield { id: '0', text: 'w1' };
      throw new Error('broken');
    }
    await expect(run([], { documents: failing() })).rejects.toThrow('broken');
    expect(await readdir(folder)).toEqual(before);
  });

  it('refuses what the user cannot have meant', async () => {
    const messageOf = async (texts: readonly string[], options: Partial<PrepareOptions>) => {
      const error = await run(texts, options).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UserError);
      return (error as Error).message;
    };
    expect(await messageOf([], {})).toMatch(/no text to prepare.*0 documents/);
    expect(await messageOf([' ', '\n'], {})).toMatch(/2 documents that give no tokens/);
    expect(await messageOf(corpus, { sequenceLength: 7 })).toMatch(/from 8 to 65535, received 7/);
    expect(await messageOf(corpus, { sequenceLength: 1e6 })).toMatch(/received 1000000/);
    expect(await messageOf(corpus, { validationFraction: 1 })).toMatch(/validation fraction/);
    expect(await messageOf(corpus, { exampleMode: 'packed', overflow: 'drop' })).toMatch(/packed.*'carry'/);
    expect(await messageOf(corpus, { exampleMode: 'document', overflow: 'drop' })).toMatch(/document.*'carry'/);
    expect(await messageOf(corpus, { validationDocuments: stream([' ']) })).toMatch(/no held-out text.*1 documents/);
    expect(await messageOf([' '], { validationDocuments: stream(corpus) })).toMatch(/no text to prepare.*1 documents/);
    const both = { validationDocuments: stream(corpus), validationFraction: 0.1 };
    expect(await messageOf(corpus, both)).toMatch(/one of the two/);
    expect(await messageOf(corpus, { workers: 0.5 })).toMatch(/the workers: expected a whole number/);
    expect(await messageOf(corpus, { seed: 0.5 })).toMatch(/seed/);
    expect(await messageOf(corpus, { out: folder })).toMatch(/already exists/);
  });
});
