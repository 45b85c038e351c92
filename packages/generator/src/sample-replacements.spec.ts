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
} from '@tensorflow/tfjs-core';
import { sampleReplacements } from './sample-replacements.js';

beforeAll(() => setBackend('cpu'));

describe('sampleReplacements', () => {
  it('takes the largest of logits and noise', () => {
    const sampled = sampleReplacements(tensor2d([[1, 2, 3], [5, 0, 0]]), tensor2d([[0, 0, 0], [0, 0, 6]]));
    expect([...sampled.dataSync()]).toEqual([2, 2]);
    expect(sampled.dtype).toBe('int32');
    expect(sampled.shape).toEqual([2]);
  });

  it('divides the logits, not the noise, by the temperature', () => {
    const logits = tensor2d([[4, 0]]);
    const noise = tensor2d([[0, 3]]);
    const at = (temperature: number) => sampleReplacements(logits, noise, temperature).dataSync()[0];
    expect([at(1), at(2), at(0.5)]).toEqual([0, 1, 0]);
  });

  it('never draws a token that is not allowed, however likely', () => {
    const logits = tensor2d([[40, 0, 3], [40, 0, 3]]);
    const sampled = sampleReplacements(logits, tensor2d([[0, 0, 0], [0, 9, 0]]), 0.1, tensor1d([0, 2], 'int32'));
    expect([...sampled.dataSync()]).toEqual([2, 0]);
  });

  it('draws each token as often as its probability says', () => {
    const rows = 4000;
    const probabilities = [0.6, 0.3, 0.1];
    const logits = tensor2d(Array.from({ length: rows }, () => probabilities.map(Math.log)));
    const noise = new CounterRandom({ seed: 11, step: 0 }).gumbel([rows, 3]);
    const counts = [0, 0, 0];
    sampleReplacements(logits, noise).dataSync().forEach((id) => (counts[id] += 1));
    // Four standard deviations of a share of 4000 draws are at most 0.032.
    counts.forEach((count, id) => expect(Math.abs(count / rows - probabilities[id])).toBeLessThan(0.032));
  });

  it('lets no gradient through, and leaves no tensor behind', () => {
    const logits = variable(tensor2d([[1, 2]]));
    const table = variable(tensor2d([[1, 1], [3, 4]]));
    const noise = tensor2d([[0, 0]]);
    const loss = (): Scalar => sum(embeddingLookup(table, sampleReplacements(logits, noise)));
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
    expect(() => sampleReplacements(logits, tensor2d([[1]]))).toThrow(/noise of shape \[1, 2\]; received \[1, 1\]/);
    expect(() => sampleReplacements(logits, logits, 0)).toThrow(/temperature above 0; received 0/);
  });
});
