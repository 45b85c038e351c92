import type { StoredTensor } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { canonicalWeights } from './canonical-weights.js';

const values = (...numbers: number[]): StoredTensor => ({
  shape: [numbers.length],
  dtype: 'float32',
  data: Float32Array.from(numbers),
});
const words = 'electra.embeddings.word_embeddings.weight';
const table = 'generator_lm_head.weight';

describe('canonicalWeights', () => {
  it.each([
    ['electra.embeddings.LayerNorm.gamma', 'electra.embeddings.LayerNorm.weight'],
    ['electra.encoder.layer.3.output.LayerNorm.beta', 'electra.encoder.layer.3.output.LayerNorm.bias'],
    ['embeddings.word_embeddings.weight', words],
    ['embeddings_project.bias', 'electra.embeddings_project.bias'],
    ['encoder.layer.0.output.LayerNorm.gamma', 'electra.encoder.layer.0.output.LayerNorm.weight'],
    ['classifier.dense.weight', 'classifier.dense.weight'],
  ])('%s becomes %s', (old, current) => {
    const tensor = values(1, 2);
    expect(canonicalWeights({ [old]: tensor })).toEqual({ [current]: tensor });
  });

  it('leaves out position ids and the output table that equals the word embeddings', () => {
    const ids: StoredTensor = { shape: [2], dtype: 'int32', data: Int32Array.of(0, 1) };
    const stored = { [words]: values(1, 2), [table]: values(1, 2) };
    expect(canonicalWeights({ ...stored, 'electra.embeddings.position_ids': ids })).toEqual({ [words]: values(1, 2) });
    expect(canonicalWeights({ 'embeddings.position_ids': ids })).toEqual({});
  });

  it('takes the output table for word embeddings that were not saved beside it', () => {
    expect(canonicalWeights({ [table]: values(3) })).toEqual({ [words]: values(3) });
  });

  it.each(['toString', 'constructor', '__proto__'])('keeps a tensor that is called %s', (name) => {
    const weights = canonicalWeights(Object.fromEntries([[name, values(1)], [words, values(2)]]));
    expect(Object.entries(weights)).toEqual([[name, values(1)], [words, values(2)]]);
    const tied = canonicalWeights(Object.fromEntries([[name, values(1)], [table, values(2)]]));
    expect(Object.entries(tied)).toEqual([[name, values(1)], [words, values(2)]]);
  });

  it('refuses a table that is not tied, and one parameter under two names', () => {
    const untied = () => canonicalWeights({ [words]: values(1, 2), [table]: values(1, 3) });
    expect(untied).toThrow(UserError);
    expect(untied).toThrow(/generator_lm_head\.weight.*not its word embeddings/);
    const twice = () => canonicalWeights({ 'a.LayerNorm.gamma': values(1), 'a.LayerNorm.weight': values(1) });
    expect(twice).toThrow(/a\.LayerNorm\.weight twice/);
  });
});
