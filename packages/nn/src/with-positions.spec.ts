import { UserError } from '@electra-ts/config';
import { electraConfig } from './electra-config.js';
import { withPositions } from './with-positions.js';

const name = 'electra.embeddings.position_embeddings.weight';
const stored = {
  config: electraConfig({ maxPositionEmbeddings: 2, embeddingSize: 1 }),
  json: {},
  weights: { [name]: { shape: [2, 1], dtype: 'float32', data: Float32Array.of(1, 3) } as const },
  where: 'here',
};

describe('withPositions', () => {
  it('resizes the table and says so in the configuration', () => {
    const { config, weights } = withPositions(stored, 3);
    expect(config).toEqual({ ...stored.config, maxPositionEmbeddings: 3 });
    expect([...weights[name].data]).toEqual([1, 2, 3]);
  });

  it('changes nothing unless asked to', () => {
    expect(withPositions(stored)).toBe(stored);
    expect(withPositions(stored, 2)).toBe(stored);
  });

  it('leaves a table alone that is not what config.json says', () => {
    const wrong = { ...stored, config: electraConfig({ maxPositionEmbeddings: 5 }) };
    expect(withPositions(wrong, 7).weights).toBe(wrong.weights);
  });

  it('refuses a number that is none', () => {
    expect(() => withPositions(stored, 0)).toThrow(UserError);
  });
});
