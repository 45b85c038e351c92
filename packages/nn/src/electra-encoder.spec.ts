import '@tensorflow/tfjs-backend-cpu';
import {
  memory,
  mul,
  ones,
  setBackend,
  sum,
  tensor,
  tensor2d,
  tidy,
  variableGrads,
  zeros,
  type Scalar,
  type Tensor2D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { electraConfig } from './electra-config.js';
import { electraEncoder, type ModelInputs } from './electra-encoder.js';
import { encoderShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';

const config = electraConfig({
  vocabSize: 11,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 2,
  numAttentionHeads: 2,
  intermediateSize: 16,
  maxPositionEmbeddings: 6,
  initializerRange: 0.5,
});

function inputs(ids: number[][], mask: number[][]): ModelInputs {
  return {
    ids_BT: tensor2d(ids, undefined, 'int32'),
    attentionMask_BT: tensor2d(mask, undefined, 'float32'),
    types_BT: zeros([ids.length, ids[0].length], 'int32'),
  };
}

describe('electraEncoder', () => {
  let parameters: Record<string, Variable>;

  beforeAll(async () => {
    await setBackend('cpu');
    parameters = initializeParameters(encoderShapes(config), config, 1);
  });

  it('gives tokens the same states however much padding follows, whatever it holds', () => {
    const [short, long] = tidy(() => [
      electraEncoder(parameters, config, inputs([[2, 5, 7]], [[1, 1, 1]]), null).arraySync(),
      electraEncoder(parameters, config, inputs([[2, 5, 7, 9, 1]], [[1, 1, 1, 0, 0]]), null).arraySync(),
    ]);
    expect(short).toHaveLength(3);
    expect(long).toHaveLength(5);
    short.forEach((row, n) => row.forEach((value, d) => expect(long[n][d]).toBeCloseTo(value, 5)));
  });

  it('keeps the sequences of a batch apart and sees the order of tokens', () => {
    const rows = tidy(() => {
      const full = [[1, 1, 1], [1, 1, 1]];
      return electraEncoder(parameters, config, inputs([[2, 5, 7], [2, 7, 5]], full), null).arraySync();
    });
    const alone = tidy(() => electraEncoder(parameters, config, inputs([[2, 7, 5]], [[1, 1, 1]]), null).arraySync());
    alone.forEach((row, n) => row.forEach((value, d) => expect(rows[3 + n][d]).toBeCloseTo(value, 5)));
    expect(Math.abs(rows[0][0] - rows[3][0])).toBeGreaterThan(1e-3);
  });

  it('asks for dropout masks in its own order, and for none where rates are 0', () => {
    const asked: string[] = [];
    const random = {
      keepMask: (shape: readonly number[]) => {
        asked.push(shape.join('x'));
        return ones([...shape]);
      },
      uniform: () => zeros([0]),
    };
    const batch = inputs([[2, 5, 7]], [[1, 1, 1]]);
    electraEncoder(parameters, config, batch, random);
    const block = ['1x2x3x3', '3x8', '3x8'];
    expect(asked.splice(0)).toEqual(['3x4', ...block, ...block]);
    electraEncoder(parameters, { ...config, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 }, batch, random);
    expect(asked).toEqual([]);
  });

  it('leaves no tensor behind', () => {
    const batch = inputs([[2, 5, 7]], [[1, 1, 1]]);
    const before = memory().numTensors;
    const hidden_ND = tidy(() => electraEncoder(parameters, config, batch, null));
    expect(memory().numTensors).toBe(before + 1);
    hidden_ND.dispose();
  });

  it('has the gradients that finite differences give', () => {
    const batch = inputs([[2, 5, 5, 0]], [[1, 1, 1, 0]]);
    const direction = tensor2d(Array.from({ length: 32 }, (_, n) => Math.sin(n)), [4, 8]);
    const value = () => sum(mul(electraEncoder(parameters, config, batch, null), direction)) as Scalar;
    const { grads } = variableGrads(value, Object.values(parameters));
    for (const [name, variable] of Object.entries(parameters)) {
      const gradient = grads[variable.name].dataSync<'float32'>();
      const original = variable.dataSync().slice();
      const largest = gradient.reduce((best, g, index) => (Math.abs(g) > Math.abs(gradient[best]) ? index : best), 0);
      const at = (offset: number) => {
        const moved = original.slice();
        moved[largest] += offset;
        return tidy(() => {
          variable.assign(tensor(moved, variable.shape));
          return value().dataSync()[0];
        });
      };
      const step = 1e-2;
      const slope = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
      at(0);
      expect([name, Math.abs(slope - gradient[largest]) < 2e-3 + 1e-2 * Math.abs(slope)]).toEqual([name, true]);
    }
    const words = grads[parameters['electra.embeddings.word_embeddings.weight'].name].arraySync() as number[][];
    expect(words[9]).toEqual([0, 0, 0, 0]);
  });

  it('names what is wrong with its inputs', () => {
    const batch = inputs([[2, 5]], [[1, 1]]);
    const wrong = { ...batch, types_BT: zeros([1, 3], 'int32') as Tensor2D };
    const call = () => electraEncoder(parameters, config, wrong, null);
    expect(call).toThrow(/types_BT of shape \[1, 3\] beside ids_BT of shape \[1, 2\]/);
    expect(() => electraEncoder({}, config, batch, null)).toThrow(/electra\.embeddings\.word_embeddings\.weight/);
  });
});
