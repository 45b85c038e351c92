import { attention, embeddingLookup, gelu, layerNorm, linear, projectionCrossEntropy } from '@electra-ts/ops';
import {
  abs,
  add,
  argMax,
  cast,
  concat,
  div,
  gather,
  getBackend,
  grads,
  greater,
  logSoftmax,
  maximum,
  mean,
  neg,
  notEqual,
  ones,
  pad,
  relu,
  reshape,
  setBackend,
  sigmoid,
  slice,
  softplus,
  split,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  tensor1d,
  tile,
  transpose,
  where,
  zeros,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { expectSameOnWasm, sample } from './compare.fixture.js';
import { startWasm } from './start-wasm.js';

describe('startWasm', () => {
  it('makes wasm active, also again after another backend', async () => {
    await startWasm();
    expect(getBackend()).toBe('wasm');
    await setBackend('cpu');
    await startWasm();
    expect(getBackend()).toBe('wasm');
  });

  const ids = (): Tensor1D => tensor1d([2, 0, 2, 1, 4, 3], 'int32');
  const operations: Record<string, () => Tensor> = {
    'add and cast': () => cast(add(ids(), 1), 'float32'),
    argMax: () => argMax(sample([4, 7]), 1),
    'binary cross-entropy': () => sub(relu(sample([9])), softplus(neg(abs(sample([9]))))),
    clip: () => div(sample([3, 3]), maximum(sqrt(sum(square(sample([3, 3])))), 1)),
    concat: () => concat([sample([2, 3], 0) as Tensor2D, sample([2, 4], 1) as Tensor2D], 1),
    'gather of integers': () => gather(ids(), tensor1d([5, 0, 0], 'int32')),
    logSoftmax: () => logSoftmax(sample([3, 5])),
    notEqual: () => cast(notEqual(ids(), tensor1d([2, 1, 2, 0, 4, 4], 'int32')), 'float32'),
    pad: () => pad(sample([2, 3]), [[1, 0], [0, 2]]),
    sigmoid: () => sigmoid(sample([2, 3])),
    slice: () => slice(sample([4, 5, 2]), [1, 0, 1], [2, 4, 1]),
    split: () => split(sample([4, 6]), 3, 1)[1],
    tanh: () => tanh(sample([2, 3])),
    tile: () => tile(sample([2, 3]), [2, 2]),
    where: () => where(greater(sample([8]), 0), sample([8], 1), sample([8], 2)),
  };
  it.each(Object.keys(operations))('computes %s as the CPU backend does', async (name) => {
    await expectSameOnWasm(operations[name]);
  });

  it('trains: loss and gradients of a small Transformer layer are those of the CPU backend', async () => {
    const [batch, tokens, heads, width, vocabulary] = [2, 5, 2, 8, 11];
    const ids = tensor1d([1, 7, 7, 3, 0, 7, 10, 1, 1, 2], 'int32');
    const heads_BATD = (x: Tensor): Tensor4D =>
      transpose(reshape(x, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]) as Tensor4D;
    const loss = (table: Tensor, weight: Tensor, bias: Tensor): Tensor => {
      const gamma: Tensor1D = ones([width]);
      const x: Tensor2D = embeddingLookup(table as Tensor2D, ids);
      const mixed = attention(heads_BATD(x), heads_BATD(x), heads_BATD(x), zeros([batch, 1, 1, tokens]), null);
      const joined: Tensor2D = reshape(transpose(mixed, [0, 2, 1, 3]), [batch * tokens, width]);
      const hidden = gelu(linear(joined, weight as Tensor2D, bias as Tensor1D));
      const normal = layerNorm(add(x, hidden), gamma, zeros([width]), 1e-6) as Tensor2D;
      return mean(projectionCrossEntropy(normal, table as Tensor2D, zeros([vocabulary]), ids));
    };
    await expectSameOnWasm(() => {
      const parameters = [sample([vocabulary, width], 0), sample([width, width], 1), sample([width], 2)];
      return [loss(...(parameters as [Tensor, Tensor, Tensor])), ...grads(loss)(parameters)];
    });
  });
});
