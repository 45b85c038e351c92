import { decaysWeight } from './decays-weight.js';

it.each([
  ['electra.encoder.layer.0.output.dense.weight', true],
  ['electra.encoder.layer.0.output.dense.bias', false],
  ['electra.encoder.layer.0.output.LayerNorm.weight', false],
  ['electra.embeddings.LayerNorm.bias', false],
  ['electra.embeddings.word_embeddings.weight', true],
  ['generator_lm_head.bias', false],
])('%s decays: %s', (name, decays) => {
  expect(decaysWeight(name)).toBe(decays);
});
