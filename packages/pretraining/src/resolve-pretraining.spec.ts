import type { Manifest } from '@electra-ts/data';
import { UserError } from '@electra-ts/config';
import { pretrainingConfig } from './pretraining-config.js';
import { resolvePretraining } from './resolve-pretraining.js';

const specialTokens = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
const tokenizer = { fingerprint: 'f00d', vocabularySize: 1000, specialTokens };
const split = { documents: 1, examples: 5, tokens: 50, droppedTokens: 0, files: [] };
const manifest: Manifest = {
  version: 1,
  tokenizerFingerprint: 'f00d',
  vocabularySize: 1000,
  specialTokens,
  sequenceLength: 128,
  seed: 0,
  validationFraction: 0.1,
  sentenceUnit: 'line',
  overflow: 'carry',
  exampleMode: 'reference',
  validation: 'share',
  documents: 2,
  characters: 100,
  splits: { train: split, valid: split },
};
const resolve = (
  { data: shards, ...settings }: { model?: object; data?: object; objective?: object; training?: object } = {},
  { data = manifest, tokens = tokenizer }: { data?: Manifest; tokens?: typeof tokenizer } = {},
) =>
  resolvePretraining(
    pretrainingConfig.parse({ ...settings, data: { path: 'shards', ...shards } }),
    [data],
    tokens,
  );

describe('resolvePretraining', () => {
  it('checks the data of every phase', () => {
    const phases = [{ path: 'short', steps: 1 }, { path: 'long', steps: 1, sequenceLength: 512 }];
    const config = pretrainingConfig.parse({ data: { phases }, training: { steps: 2 } });
    const long = { ...manifest, sequenceLength: 512 };
    expect(resolvePretraining(config, [manifest, long], tokenizer).discriminator.maxPositionEmbeddings).toBe(512);
    expect(() => resolvePretraining(config, [manifest, manifest], tokenizer)).toThrow(/for long does not fit.*128.*512/s);
  });

  it('takes the vocabulary from the tokenizer and the sizes from the preset', () => {
    const { discriminator, generator } = resolve({ model: { preset: 'tiny' } });
    expect(discriminator).toMatchObject({ vocabSize: 1000, hiddenSize: 128, numHiddenLayers: 4, padTokenId: 0 });
    expect(generator).toMatchObject({ vocabSize: 1000, hiddenSize: 64, numHiddenLayers: 4, numAttentionHeads: 1 });
  });

  it('derives the generator from what the discriminator is changed to', () => {
    const { generator } = resolve({ model: { preset: 'tiny', discriminator: { hiddenSize: 256, numHiddenLayers: 2 } } });
    expect(generator).toMatchObject({ hiddenSize: 128, numHiddenLayers: 2, intermediateSize: 512 });
  });

  it('gives a generator of a chosen width its heads and feed-forward layer', () => {
    const { generator } = resolve({ model: { preset: 'tiny', generator: { hiddenSize: 128, numHiddenLayers: 1 } } });
    expect(generator).toMatchObject({ hiddenSize: 128, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 512 });
  });

  it('makes a generator of a fraction of the width and of the depth', () => {
    const { generator } = resolve({ model: { preset: 'small', generatorWidthFraction: 0.5, generatorDepthFraction: 1 / 3 } });
    expect(generator).toMatchObject({ hiddenSize: 128, numAttentionHeads: 2, intermediateSize: 512, numHiddenLayers: 4 });
    // What is left of few layers is one.
    expect(resolve({ model: { preset: 'tiny', generatorDepthFraction: 0.01 } }).generator.numHiddenLayers).toBe(1);
    const twice = { generator: { hiddenSize: 64 }, generatorWidthFraction: 0.5 };
    expect(() => resolve({ model: twice })).toThrow(/model\.generatorWidthFraction cannot be followed: model\.generator\.hiddenSize/);
    expect(() => resolve({ model: { sharing: 'network', generatorDepthFraction: 0.5 } })).toThrow(/are one network/);
  });

  it('makes the networks that the objective and the sharing need', () => {
    const mlm = resolve({ model: { preset: 'tiny' }, objective: { name: 'mlm' } });
    expect(mlm).toMatchObject({ sharing: 'network', languageModel: false, generator: mlm.discriminator });
    const replace = resolve({ model: { preset: 'tiny', sharing: 'none' }, objective: { name: 'replace-mlm' } });
    expect(replace).toMatchObject({ sharing: 'none', languageModel: true, generator: { hiddenSize: 64, embeddingSize: 64 } });
    const untied = resolve({ model: { preset: 'small', sharing: 'none', generator: { embeddingSize: 32 } } });
    expect([untied.discriminator.embeddingSize, untied.generator.embeddingSize]).toEqual([128, 32]);
    expect(resolve({ model: { preset: 'small', sharing: 'none' } }).generator.embeddingSize).toBe(64);
  });

  it('shares nothing with a frozen generator, which has its sizes written out', () => {
    const model = { preset: 'tiny', generatorFrom: 'there', generator: { hiddenSize: 32 } };
    for (const objective of [{ name: 'fast-electra' }, { frozenGenerator: true }]) {
      expect(resolve({ model, objective })).toMatchObject({ sharing: 'none', generator: { hiddenSize: 32, embeddingSize: 32 } });
    }
  });

  it('makes a generator of two towers, which knows how likely every token is', () => {
    const networks = resolve({ model: { preset: 'tiny', twoTowerGenerator: true }, objective: { name: 'electric' } });
    expect(networks).toMatchObject({ sharing: 'all', twoTowers: true });
    expect(resolve({ model: { preset: 'tiny' } })).not.toHaveProperty('twoTowers');
  });

  it.each<[string, Parameters<typeof resolve>, RegExp]>([
    ['a generator beside mlm', [{ model: { generator: { hiddenSize: 64 } }, objective: { name: 'mlm' } }], /are one network.*hiddenSize/],
    [
      "too few of the generator's own positions",
      [{ model: { sharing: 'none', generator: { maxPositionEmbeddings: 64 } } }],
      /model\.generator\.maxPositionEmbeddings, 64 tokens, received 128/,
    ],
    ['another tokenizer', [{}, { tokens: { ...tokenizer, fingerprint: 'beef' } }], /another tokenizer/],
    ['a short vocabulary', [{ model: { discriminator: { vocabSize: 999 } } }], /smaller than the vocabulary.*1000/],
    ['heads that do not divide', [{ model: { discriminator: { numAttentionHeads: 3 } } }], /multiple of numAttentionHeads/],
    ['untied widths', [{ model: { generator: { embeddingSize: 64 } } }], /generator\.embeddingSize differs/],
    ['too few positions', [{ model: { discriminator: { maxPositionEmbeddings: 64 } } }], /64 tokens, received 128/],
    ['nothing to compare with', [{ objective: { name: 'coco-lm' }, training: { batchSize: 4, accumulate: 4 } }], /at least twice training\.accumulate, received .* batches of 4 in 4 parts/],
    ['another length', [{ data: { sequenceLength: 64 } }], /expected 128, with which it was prepared, received 64/],
    [
      'no held-out text',
      [{}, { data: { ...manifest, splits: { train: split, valid: { ...split, examples: 0 } } } }],
      /no held-out examples/,
    ],
  ])('refuses %s', (_, parameters, message) => {
    expect(() => resolve(...parameters)).toThrow(UserError);
    expect(() => resolve(...parameters)).toThrow(message);
  });
});
