import { UserError } from '@electra-ts/config';
import '@tensorflow/tfjs-backend-cpu';
import { fill, ones, setBackend, tensor2d, zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import { electraConfig } from './electra-config.js';
import { embeddings } from './embeddings.js';

const config = electraConfig({ vocabSize: 3, embeddingSize: 4, maxPositionEmbeddings: 2 });
const parameters = {
  'electra.embeddings.word_embeddings.weight': tensor2d([[9, 9, 9, 9], [2, 0, 0, 0], [0, 0, 4, 0]]),
  'electra.embeddings.position_embeddings.weight': tensor2d([[0, 1, 1, 0], [4, 0, 0, 0]]),
  'electra.embeddings.token_type_embeddings.weight': tensor2d([[1, 0, 0, -1], [0, 0, 0, 0]]),
  'electra.embeddings.LayerNorm.weight': ones([4]),
  'electra.embeddings.LayerNorm.bias': zeros([4]),
};
const ints = (rows: number[][]): Tensor2D => tensor2d(rows, undefined, 'int32');

beforeAll(() => setBackend('cpu'));

describe('embeddings', () => {
  it('adds word, position and segment and normalizes', () => {
    const sum = embeddings(parameters, config, ints([[1, 2], [2, 1]]), ints([[0, 1], [1, 1]]), null).arraySync();
    const r = Math.SQRT2;
    // Sums: (3, 1, 1, -1) with mean 1 and variance 2; (4, 0, 4, 0) with mean 2 and variance 4;
    // (0, 1, 5, 0) with mean 1.5 and variance 4.25; (6, 0, 0, 0) with mean 1.5 and variance 6.75.
    const s = Math.sqrt(4.25);
    const t = Math.sqrt(6.75);
    const expected = [
      [r, 0, 0, -r],
      [1, -1, 1, -1],
      [-1.5 / s, -0.5 / s, 3.5 / s, -1.5 / s],
      [4.5 / t, -1.5 / t, -1.5 / t, -1.5 / t],
    ];
    sum.forEach((row, n) => row.forEach((value, e) => expect(value).toBeCloseTo(expected[n][e], 5)));
  });

  it('takes the positions that it is given', () => {
    const [ids, types] = [ints([[1, 2], [2, 1]]), ints([[0, 1], [1, 1]])];
    const at = (positions?: Tensor2D) => embeddings(parameters, config, ids, types, null, positions).arraySync();
    const counted = at();
    expect(at(ints([[0, 1], [0, 1]]))).toEqual(counted);
    const swapped = at(ints([[0, 1], [1, 0]]));
    expect(swapped.slice(0, 2)).toEqual(counted.slice(0, 2));
    // (4, 0, 4, 0) and (2, 1, 1, 0): mean 1 and variance 1/2.
    [1, -1, 1, -1].forEach((value, e) => expect(swapped[2][e]).toBeCloseTo(value, 5));
    [Math.SQRT2, 0, 0, -Math.SQRT2].forEach((value, e) => expect(swapped[3][e]).toBeCloseTo(value, 5));
  });

  it('drops after normalizing', () => {
    const random = {
      keepMask: (shape: readonly number[]) => fill([...shape], 3),
      uniform: () => zeros([0]),
    };
    const plain = embeddings(parameters, config, ints([[1]]), ints([[0]]), null).arraySync();
    const scaled = embeddings(parameters, config, ints([[1]]), ints([[0]]), random).arraySync();
    expect(scaled[0][0]).toBeCloseTo(3 * plain[0][0], 5);
  });

  it('refuses more tokens than there are positions', () => {
    const call = () => embeddings(parameters, config, ints([[1, 1, 1]]), ints([[0, 0, 0]]), null);
    expect(call).toThrow(UserError);
    expect(call).toThrow(/at most 2 tokens.*received 3 tokens/);
  });
});
