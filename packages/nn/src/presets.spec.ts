import { UserError } from '@electra-ts/config';
import { generatorConfig, presets, type PresetName } from './presets.js';

describe('presets', () => {
  // hidden, embeddings, layers, heads, feed-forward; then the generator's width, heads, feed-forward
  it.each<[PresetName, number[], number[]]>([
    ['tiny', [128, 64, 4, 2, 512], [64, 1, 256]],
    ['mini', [256, 128, 6, 4, 1024], [128, 2, 512]],
    ['small', [256, 128, 12, 4, 1024], [64, 1, 256]],
    ['small++', [256, 128, 12, 4, 1024], [256, 4, 1024]],
    ['base', [768, 768, 12, 12, 3072], [256, 4, 1024]],
    ['large', [1024, 1024, 24, 16, 4096], [256, 4, 1024]],
  ])('%s has its published sizes', (name, sizes, generatorSizes) => {
    const { discriminator } = presets[name];
    const { hiddenSize, embeddingSize, numHiddenLayers, numAttentionHeads, intermediateSize } = discriminator;
    expect([hiddenSize, embeddingSize, numHiddenLayers, numAttentionHeads, intermediateSize]).toEqual(sizes);
    const generator = generatorConfig(presets[name]);
    const { hiddenSize: width, numAttentionHeads: heads, intermediateSize: wide } = generator;
    expect([width, heads, wide]).toEqual(generatorSizes);
    expect(generator).toMatchObject({ embeddingSize, numHiddenLayers, vocabSize: discriminator.vocabSize });
  });
});

describe('generatorConfig', () => {
  const { discriminator } = presets.small;

  it('has one head where it is narrower than 64', () => {
    const generator = generatorConfig({ discriminator, generatorFraction: 0.125 });
    expect(generator).toMatchObject({ hiddenSize: 32, numAttentionHeads: 1, intermediateSize: 128 });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the fraction %d', (generatorFraction) => {
    expect(() => generatorConfig({ discriminator, generatorFraction })).toThrow(UserError);
  });

  it('refuses a width that its heads do not divide', () => {
    const odd = { discriminator, generatorFraction: 193 / 256 };
    expect(() => generatorConfig(odd)).toThrow(/hiddenSize.*multiple of numAttentionHeads, 3.*received 193/);
  });
});
