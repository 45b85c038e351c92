import '@tensorflow/tfjs-backend-cpu';
import { memory, ones, setBackend, type Tensor, zeros } from '@tensorflow/tfjs-core';
import * as ops from './index.js';

beforeAll(() => setBackend('cpu'));

const [A, B, D, N, T, V] = [2, 3, 4, 5, 6, 7];
const head = [B, A, T, D];

/** The operations that make a tensor: what they are called with. */
const table: readonly { name: keyof typeof ops; inputs: () => Tensor[]; more?: readonly unknown[] }[] = [
  { name: 'attention', inputs: () => [zeros(head), zeros(head), zeros(head), zeros([B, 1, 1, T]), ones([B, A, T, T])] },
  { name: 'attention', inputs: () => [zeros(head), zeros(head), zeros(head), zeros([B, 1, 1, T])], more: [null] },
  { name: 'dropout', inputs: () => [zeros([N, D]), ones([N, D])] },
  { name: 'embeddingLookup', inputs: () => [zeros([V, D]), zeros([N], 'int32')] },
  { name: 'gelu', inputs: () => [zeros([N, D])] },
  { name: 'layerNorm', inputs: () => [zeros([N, D]), ones([D]), zeros([D])], more: [1e-12] },
  { name: 'linear', inputs: () => [zeros([N, D]), zeros([V, D]), zeros([V])] },
  { name: 'project', inputs: () => [zeros([N, D]), zeros([V, D]), zeros([V])] },
  { name: 'projectionCrossEntropy', inputs: () => [zeros([N, D]), zeros([V, D]), zeros([V]), zeros([N], 'int32')] },
  { name: 'stopGradient', inputs: () => [zeros([N, D])] },
];

it.each(table)('$name leaves nothing behind but its result', ({ name, inputs, more = [] }) => {
  const operation = ops[name] as (...values: readonly unknown[]) => Tensor;
  const given = inputs();
  const before = memory().numTensors;
  const result = operation(...given, ...more);
  expect(result.isDisposed).toBe(false);
  expect(memory().numTensors - before).toBe(1);
  for (const tensor of [result, ...given]) tensor.dispose();
});
