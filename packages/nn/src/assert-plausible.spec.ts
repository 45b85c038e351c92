import type { StoredTensor } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { assertPlausible } from './assert-plausible.js';
import { electraConfig, type ElectraConfig } from './electra-config.js';
import { encoderShapes } from './encoder-shapes.js';
import { presets } from './presets.js';

const tiny = { vocabSize: 8, embeddingSize: 2, hiddenSize: 4, numHiddenLayers: 2, numAttentionHeads: 1, intermediateSize: 3 };
/** Weights whose values nobody looks at. */
const weightsOf = (config: ElectraConfig, names = /^/): Record<string, StoredTensor> =>
  Object.fromEntries(
    Object.entries(encoderShapes(config))
      .filter(([name]) => names.test(name))
      .map(([name, shape]) => [name, { shape, dtype: 'float32', data: new Float32Array(0) }]),
  );
const check = (changed: Partial<ElectraConfig>) => () =>
  assertPlausible(electraConfig({ ...tiny, ...changed }), weightsOf(electraConfig(tiny)), 'x/model.safetensors');

describe('assertPlausible', () => {
  it.each<[string, Partial<ElectraConfig>]>([
    ['20,000 blocks', { numHiddenLayers: 20_000 }],
    ['a thousand million blocks', { numHiddenLayers: 1e9 }],
    ['as wide a network', { hiddenSize: 1e9 }],
    ['as wide a feed-forward layer', { intermediateSize: 1e9 }],
    ['as many tokens', { vocabSize: 1e9 }],
    ['as wide embeddings', { embeddingSize: 1e9 }],
    ['as many positions', { maxPositionEmbeddings: 1e9 }],
    ['as many segments', { typeVocabSize: 1e9 }],
    ['sizes past what numbers hold', { hiddenSize: 1e200, intermediateSize: 1e200 }],
  ])('refuses %s beside a tiny file, at once', (_, changed) => {
    const begin = performance.now();
    expect(check(changed)).toThrow(UserError);
    expect(check(changed)).toThrow(/x\/model\.safetensors.*config\.json.*39 tensors/s);
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it('leaves to the loading what a real file may be', () => {
    expect(check({})).not.toThrow();
    expect(check({ numHiddenLayers: 24, vocabSize: 30_522 })).not.toThrow();
    for (const { discriminator: config } of Object.values(presets)) {
      for (const names of [/^/, /layer\.0\.|embeddings/]) expect(() => assertPlausible(config, weightsOf(config, names), 'x')).not.toThrow();
    }
  });
});
