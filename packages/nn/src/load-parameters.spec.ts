import type { StoredTensor } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { electraConfig } from './electra-config.js';
import { encoderShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';
import { loadParameters } from './load-parameters.js';

const config = electraConfig({
  vocabSize: 6,
  embeddingSize: 2,
  hiddenSize: 4,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 3,
  maxPositionEmbeddings: 4,
});
const shapes = encoderShapes(config);
const words = 'electra.embeddings.word_embeddings.weight';
const positions = 'electra.embeddings.position_embeddings.weight';
const query = 'electra.encoder.layer.0.attention.self.query.weight';

const fitting = Object.fromEntries(Object.entries(shapes).filter(([name]) => name !== query));

describe('loadParameters', () => {
  const sevens = (shape: readonly number[]): StoredTensor => ({
    shape,
    dtype: 'float32',
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(7),
  });
  /** All of a model's tensors, but one that is missing, one of another shape and one too many. */
  const stored = () => {
    const tensors = Object.entries(fitting).map(([name, shape]) => [name, sevens(shape)] as const);
    const weights = { ...Object.fromEntries(tensors), [positions]: sevens([3, 2]), stranger: sevens([1]) };
    return { config, json: {}, weights, where: 'x/model.safetensors' };
  };
  const mismatch = {
    missing: [query],
    unknown: ['stranger'],
    different: [`${positions} (expected float32 [4, 2], received float32 [3, 2])`],
  };

  beforeAll(() => setBackend('cpu'));

  it('refuses whatever does not fit, and makes nothing', () => {
    const before = memory().numTensors;
    expect(() => loadParameters(stored(), shapes)).toThrow(UserError);
    expect(() => loadParameters(stored(), shapes, { strict: true })).toThrow(/1 missing.*1 not part.*1 of another shape/);
    expect(memory().numTensors).toBe(before);
  });

  it('fills gaps with what a new model has where strict is false, and tells', () => {
    const onMismatch = jest.fn();
    const loaded = loadParameters(stored(), shapes, { strict: false, seed: 3, onMismatch });
    expect(onMismatch.mock.calls).toEqual([[mismatch]]);
    const fresh = initializeParameters(shapes, config, 3);
    expect(Object.keys(loaded)).toEqual(Object.keys(shapes));
    for (const name of [query, positions]) {
      expect(loaded[name].shape).toEqual(shapes[name]);
      expect(loaded[name].dataSync()).toEqual(fresh[name].dataSync());
    }
    expect([...loaded[words].dataSync()]).toEqual(new Array(12).fill(7));
  });

  it('warns where nobody listens, and not where all fits', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const whole = { ...stored(), weights: Object.fromEntries(Object.entries(fitting).map(([n, s]) => [n, sevens(s)])) };
    loadParameters(whole, fitting, { strict: false });
    expect(warn).not.toHaveBeenCalled();
    loadParameters(stored(), shapes, { strict: false });
    const text = expect.stringMatching(`x/model.safetensors.*1 missing: ${query}; 1 not part of this model: stranger;`);
    expect(warn.mock.calls).toEqual([[text]]);
    warn.mockRestore();
  });
});
