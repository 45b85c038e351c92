import { CounterRandom, embeddingLookup } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import {
  dispose,
  memory,
  setBackend,
  sum,
  tensor1d,
  tensor2d,
  variable,
  variableGrads,
  type Scalar,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { sampleReplacements } from './sample-replacements.js';

beforeAll(() => setBackend('cpu'));

describe('sampleReplacements', () => {
  it('takes the token at which the probabilities pass the uniform number', () => {
    const logits = [0.5, 0.25, 0.25].map(Math.log);
    const sampled = sampleReplacements(tensor2d([logits, logits, logits]), tensor1d([0.49, 0.51, 0.76]));
    expect([...sampled.dataSync()]).toEqual([0, 1, 2]);
    expect(sampled.dtype).toBe('int32');
    expect(sampled.shape).toEqual([3]);
  });

  it('divides the logits by the temperature', () => {
    // Of the first token 0.98 at temperature 1, 0.88 at 2 and 0.9997 at 0.5.
    const at = (temperature: number) => sampleReplacements(tensor2d([[4, 0]]), tensor1d([0.95]), temperature).dataSync()[0];
    expect([at(1), at(2), at(0.5)]).toEqual([0, 1, 0]);
  });

  it('never draws a token that is not allowed, however likely', () => {
    const logits = tensor2d([[40, 0, 3], [40, 0, 3]]);
    const sampled = sampleReplacements(logits, tensor1d([0.5, 0.999]), 0.1, tensor1d([0, 2], 'int32'));
    expect([...sampled.dataSync()]).toEqual([2, 0]);
  });

  it('draws each token as often as its probability says', () => {
    const rows = 4000;
    const probabilities = [0.6, 0.3, 0.1];
    const logits = tensor2d(Array.from({ length: rows }, () => probabilities.map(Math.log)));
    const uniform = new CounterRandom({ seed: 11, step: 0 }).uniform([rows]) as Tensor1D;
    const counts = [0, 0, 0];
    sampleReplacements(logits, uniform).dataSync().forEach((id) => (counts[id] += 1));
    // Four standard deviations of a share of 4000 draws are at most 0.032.
    counts.forEach((count, id) => expect(Math.abs(count / rows - probabilities[id])).toBeLessThan(0.032));
  });

  it('lets no gradient through, and leaves no tensor behind', () => {
    const logits = variable(tensor2d([[1, 2]]));
    const table = variable(tensor2d([[1, 1], [3, 4]]));
    const uniform = tensor1d([0.9]);
    const loss = (): Scalar => sum(embeddingLookup(table, sampleReplacements(logits, uniform)));
    const before = memory().numTensors;
    const { value, grads } = variableGrads(loss, [table]);
    expect(value.dataSync()[0]).toBe(7);
    expect(grads[table.name].arraySync()).toEqual([[0, 0], [1, 1]]);
    dispose([value, grads[table.name]]);
    expect(memory().numTensors).toBe(before);
    expect(() => variableGrads(loss, [logits])).toThrow(/Cannot find a connection/);
  });

  it('names what is wrong with its arguments', () => {
    const logits = tensor2d([[1, 2]]);
    expect(() => sampleReplacements(logits, tensor1d([0.1, 0.2]))).toThrow(/uniform numbers of shape \[1\]; received \[2\]/);
    expect(() => sampleReplacements(logits, tensor1d([0.1]), 0)).toThrow(/temperature above 0; received 0/);
  });
});
