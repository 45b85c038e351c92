import '@electra-ts/ops';
import { memory, type Variable } from '@tensorflow/tfjs-core';
import { electraConfig } from './electra-config.js';
import { encoderShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';
import { reinitializeLayers } from './reinitialize-layers.js';

const config = electraConfig({ vocabSize: 9, embeddingSize: 4, hiddenSize: 8, numHiddenLayers: 2, numAttentionHeads: 2, intermediateSize: 16, maxPositionEmbeddings: 6 });

describe('reinitializeLayers', () => {
  let parameters: Record<string, Variable>;
  const values = () => Object.fromEntries(Object.entries(parameters).map(([name, each]) => [name, [...each.dataSync()]]));
  const namesOf = (layer: number) => Object.keys(parameters).filter((name) => name.includes(`layer.${layer}.`));

  beforeEach(() => {
    parameters = initializeParameters(encoderShapes(config), config, 1);
    // As if training had moved them all.
    for (const each of Object.values(parameters)) each.assign(each.add(3));
  });
  afterEach(() => Object.values(parameters).forEach((each) => each.dispose()));

  it('draws the top layers anew and leaves the rest', () => {
    const before = values();
    const tensors = memory().numTensors;
    reinitializeLayers(parameters, config, { layers: 1, seed: 2 });
    expect(memory().numTensors).toBe(tensors);
    const after = values();
    for (const name of Object.keys(parameters)) {
      const changed = namesOf(1).includes(name);
      if (changed) expect(after[name]).not.toEqual(before[name]);
      else expect(after[name]).toEqual(before[name]);
    }
    expect(after['electra.encoder.layer.1.output.LayerNorm.weight']).toEqual(Array(8).fill(1));
    expect(after['electra.encoder.layer.1.output.dense.bias']).toEqual(Array(8).fill(0));
    expect(Math.max(...after['electra.encoder.layer.1.output.dense.weight'].map(Math.abs))).toBeLessThan(0.05);
  });

  it('gives equal values for equal seeds, whatever was there', () => {
    reinitializeLayers(parameters, config, { layers: 2, seed: 5 });
    const first = values();
    for (const each of Object.values(parameters)) each.assign(each.mul(2));
    reinitializeLayers(parameters, config, { layers: 2, seed: 5 });
    const second = values();
    for (const name of [...namesOf(0), ...namesOf(1)]) expect(second[name]).toEqual(first[name]);
    reinitializeLayers(parameters, config, { layers: 2, seed: 6 });
    expect(values()[namesOf(0)[0]]).not.toEqual(first[namesOf(0)[0]]);
  });

  it('changes nothing for no layers and refuses more than there are', () => {
    const before = values();
    reinitializeLayers(parameters, config, { layers: 0, seed: 2 });
    expect(values()).toEqual(before);
    expect(() => reinitializeLayers(parameters, config, { layers: 3, seed: 2 })).toThrow('expected 0 to 2 layers; received 3');
  });
});
