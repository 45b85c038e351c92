// M masked positions, E embedding width, V vocabulary.
import '@tensorflow/tfjs-backend-cpu';
import './gradients.js';
import {
  add,
  logSoftmax,
  matMul,
  mul,
  neg,
  oneHot,
  setBackend,
  sum,
  tensor1d,
  zeros,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expectSameFunction, sample } from './gradients.fixture.js';
import { projectionCrossEntropy } from './projection-cross-entropy.js';

beforeAll(() => setBackend('cpu'));

describe('projectionCrossEntropy', () => {
  it('is ln V when every score is equal', () => {
    const nll = projectionCrossEntropy(zeros([2, 3]), zeros([8, 3]), zeros([8]), tensor1d([0, 7], 'int32'));
    nll.dataSync().forEach((value) => expect(value).toBeCloseTo(Math.log(8), 6));
  });

  it('does not overflow: it is the gap between scores when they are far apart', () => {
    const nll = projectionCrossEntropy(zeros([2, 1]), zeros([2, 1]), tensor1d([0, 1000]), tensor1d([0, 1], 'int32'));
    expect(nll.dataSync()).toEqual(Float32Array.of(1000, 0));
  });

  it('has the value and gradients of its definition, for any shape', () => {
    const size = fc.integer({ min: 1, max: 5 });
    const vocabularies = fc.integer({ min: 2, max: 9 });
    fc.assert(
      fc.property(size, size, vocabularies, fc.infiniteStream(fc.nat()), (rows, width, vocabulary, ids) => {
        const chosen = Array.from({ length: rows }, () => ids.next().value % vocabulary);
        const labels = tensor1d(chosen, 'int32');
        const plain = (h: Tensor, table: Tensor, bias: Tensor): Tensor => {
          const logProbabilities = logSoftmax(add(matMul(h, table, false, true), bias));
          return neg(sum(mul(logProbabilities, oneHot(labels, vocabulary)), 1));
        };
        const fused = (h: Tensor, table: Tensor, bias: Tensor): Tensor =>
          projectionCrossEntropy(h as Tensor2D, table as Tensor2D, bias as Tensor1D, labels);
        const inputs = [sample([rows, width], 0), sample([vocabulary, width], 1), sample([vocabulary], 2)];
        expectSameFunction(fused, plain, inputs);
        [...inputs, labels].forEach((tensor) => tensor.dispose());
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  it('rejects labels that are not whole numbers or not one a row', () => {
    const [h, table, bias]: [Tensor2D, Tensor2D, Tensor1D] = [zeros([2, 1]), zeros([3, 1]), zeros([3])];
    expect(() => projectionCrossEntropy(h, table, bias, tensor1d([0, 1]))).toThrow(
      'expected labels of type int32, received float32',
    );
    expect(() => projectionCrossEntropy(h, table, bias, tensor1d([0], 'int32'))).toThrow(
      'projectionCrossEntropy: expected labels to have shape [2], received [1]',
    );
  });
});
