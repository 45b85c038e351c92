import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

import { UserError } from '@electra-ts/config';
import { Tokenizer } from '@electra-ts/tokenizer';

import type { Document } from '../sources/document-stream.js';
import type { BuiltDocument } from './build-documents.js';
import { readManifest } from './manifest.js';
import { exampleOptionsOf, Preparation, type PreparationState, validationFractionOf } from './preparation.js';
import type { PrepareOptions } from './prepare.js';

const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c']);

async function* none() {}

const optionsOf = (options: Partial<PrepareOptions> = {}): PrepareOptions => ({
  documents: none(),
  tokenizer,
  out: 'unused',
  sequenceLength: 8,
  seed: 1,
  tokensPerShard: 12,
  ...options,
});

/** A document and `count` examples of four tokens; its place says on which side it is. */
function makeDocument(place: number, count: number, source?: string): [Document, BuiltDocument] {
  const examples = Array.from({ length: count }, () => ({ ids: Int32Array.of(2, 5, 6, 3), types: new Uint8Array(4) }));
  const text = `text at ${place}`;
  return [{ id: text, text, source }, { examples, droppedTokens: 1, hash: { place, words: [1, 2, 3] } }];
}

describe('Preparation', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'preparation-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('divides documents by their place and counts them, also those that give nothing', async () => {
    const preparation = new Preparation(optionsOf({ validationFraction: 0.25 }), folder);
    for (const [place, count, source] of [
      [0.9, 2, 'x'],
      [0.1, 1, 'y'],
      [0.2, 0, 'y'],
      [0.3, 3, 'x'],
    ] as const) {
      await preparation.add(...makeDocument(place, count, source));
    }
    expect(preparation.progress).toEqual({ documents: 4, characters: 4 * 'text at 0.9'.length, examples: 6, tokens: 24 });
    expect(preparation.files).toBe(1);
    const manifest = await preparation.finish();
    expect(manifest.splits).toMatchObject({
      train: { documents: 2, examples: 5, tokens: 20, droppedTokens: 2 },
      valid: { documents: 1, examples: 1, tokens: 4, droppedTokens: 1 },
    });
    expect(manifest.sources).toEqual([
      { name: 'x', documents: 2, characters: 22, examples: 5, tokens: 20 },
      { name: 'y', documents: 2, characters: 22, examples: 1, tokens: 4 },
    ]);
    expect(await readManifest(folder)).toEqual(manifest);
    expect((await readdir(folder)).sort()).toEqual(['manifest.json', 'train-00000.tokens', 'train-00001.tokens', 'valid-00000.tokens']);
  });

  it('shares out the examples of a single document, and keeps one to train on', async () => {
    const preparation = new Preparation(optionsOf({ validationFraction: 0.25 }), folder);
    await preparation.add(...makeDocument(0.5, 5));
    expect((await preparation.finish()).splits).toMatchObject({ train: { examples: 3 }, valid: { examples: 2 } });
    const single = new Preparation(optionsOf({ validationFraction: 0.25 }), await mkdtemp(join(folder, 'single-')));
    await single.add(...makeDocument(0.5, 1));
    expect((await single.finish()).splits).toMatchObject({ train: { examples: 1 }, valid: { examples: 0 } });
  });

  it('goes on from a saved state as if nothing had happened', async () => {
    const documents = Array.from({ length: 12 }, (_, i) => makeDocument(((i * 7) % 12) / 12, i % 4, i % 2 === 0 ? 'even' : 'odd'));
    const whole = await mkdtemp(join(folder, 'whole-'));
    const parts = await mkdtemp(join(folder, 'parts-'));
    for (const exampleMode of ['reference', 'packed'] as const) {
      const options = optionsOf({ validationFraction: 0.2, exampleMode });
      const one = new Preparation(options, await mkdtemp(join(whole, 'x')));
      const place = await mkdtemp(join(parts, 'x'));
      let other = new Preparation(options, place);
      for (const document of documents) {
        await one.add(...document);
        await other.add(...document);
        other = new Preparation(options, place, deserialize(serialize(other.state)) as PreparationState);
        expect(other.progress).toEqual(one.progress);
      }
      expect(await other.finish()).toEqual(await one.finish());
    }
  });

  // A packed example is there only when the next document, or the end, has filled it.
  it.each(['reference', 'packed'] as const)('takes held-out documents whatever their place, and says where they hold no text: %s', async (exampleMode) => {
    const options = optionsOf({ validationDocuments: none(), exampleMode });
    const preparation = new Preparation(options, folder);
    await preparation.addHeldOut(...makeDocument(0.9, 0));
    expect(() => preparation.requireHeldOut()).toThrow(UserError);
    expect(() => preparation.requireHeldOut()).toThrow(/no held-out text.*1 documents that give no tokens/s);
    await preparation.addHeldOut(...makeDocument(0.9, 1));
    preparation.requireHeldOut();
    await expect(preparation.finish()).rejects.toThrow(/There is no text to prepare/);
    await preparation.add(...makeDocument(0, 1));
    expect(await preparation.finish()).toMatchObject({ validation: 'given', splits: { train: { documents: 1 }, valid: { documents: 1 } } });
  });
});

describe('the options of a preparation', () => {
  it('have defaults', () => {
    expect(exampleOptionsOf(optionsOf())).toEqual({ sequenceLength: 8, seed: 1, sentenceUnit: 'line', overflow: 'carry', exampleMode: 'reference' });
    expect(validationFractionOf(optionsOf())).toBe(0.02);
    expect(validationFractionOf(optionsOf({ validationFraction: 0 }))).toBe(0);
    expect(validationFractionOf(optionsOf({ validationDocuments: none() }))).toBe(0);
  });
});
