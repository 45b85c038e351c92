import '@tensorflow/tfjs-backend-cpu';
import {
  fill,
  ones,
  setBackend,
  tensor2d,
  zeros,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { electraConfig } from './electra-config.js';
import { encoderBlock } from './encoder-block.js';
import { encoderShapes } from './encoder-shapes.js';

const sizes = { embeddingSize: 2, hiddenSize: 2, numAttentionHeads: 1, intermediateSize: 3, numHiddenLayers: 1 };
const config = electraConfig(sizes);
const name = 'electra.encoder.layer.0';
const bias = zeros([1, 1, 1, 2]) as Tensor4D;

/** Linear layers that give 0, layer norms that only normalize. */
function silent(): Record<string, Tensor> {
  const entries = Object.entries(encoderShapes(config)).map(([key, shape]) => {
    const shapeCopy = [...shape];
    return [key, key.endsWith('LayerNorm.weight') ? ones(shapeCopy) : zeros(shapeCopy)];
  });
  return Object.fromEntries(entries);
}

const rounded = (x: Tensor2D) => x.arraySync().map((row) => row.map((value) => Math.round(value * 1e4) / 1e4));

beforeAll(() => setBackend('cpu'));

describe('encoderBlock', () => {
  it('passes its input on, normalized, where both branches are silent', () => {
    const x_ND = tensor2d([[3, 1], [-4, 4]]);
    expect(rounded(encoderBlock(silent(), config, name, x_ND, bias, null))).toEqual([[1, -1], [-1, 1]]);
  });

  it('adds the feed-forward branch after its GELU', () => {
    const parameters = silent();
    // gelu(2) = 2 Phi(2) = 1.9545 in one of three units; it adds three times that to the second width.
    parameters[`${name}.intermediate.dense.bias`] = tensor2d([[2, 0, 0]]).flatten();
    parameters[`${name}.output.dense.weight`] = tensor2d([[0, 0, 0], [3, 0, 0]]);
    parameters[`${name}.output.LayerNorm.weight`] = fill([2], 5);
    // (1, -1) + (0, 5.8635): the second is now the larger.
    const x_ND = tensor2d([[3, 1], [3, 1]]);
    expect(rounded(encoderBlock(parameters, config, name, x_ND, bias, null))).toEqual([[-5, 5], [-5, 5]]);
  });

  it('asks for masks in the order attention weights, attention output, feed-forward output', () => {
    const asked: string[] = [];
    const random = {
      keepMask: (shape: readonly number[], rate: number) => {
        asked.push(`${shape.join('x')} at ${rate}`);
        return ones([...shape]);
      },
      uniform: () => zeros([0]),
    };
    const dropping = { ...config, hiddenDropoutProb: 0.25, attentionProbsDropoutProb: 0.5 };
    encoderBlock(silent(), dropping, name, tensor2d([[3, 1], [-4, 4]]), bias, random);
    expect(asked).toEqual(['1x1x2x2 at 0.5', '2x2 at 0.25', '2x2 at 0.25']);
  });
});
