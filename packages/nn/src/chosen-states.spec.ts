import '@tensorflow/tfjs-backend-cpu';
import { setBackend, slice, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { chosenStates } from './chosen-states.js';
import { electraConfig } from './electra-config.js';
import { electraEncoder, type ModelInputs } from './electra-encoder.js';
import { encoderShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';

describe('chosenStates', () => {
  const config = electraConfig({ vocabSize: 11, embeddingSize: 4, hiddenSize: 8, numHiddenLayers: 2, numAttentionHeads: 2, intermediateSize: 16, maxPositionEmbeddings: 6, initializerRange: 0.5 });
  const inputs = (): ModelInputs => ({
    ids_BT: tensor2d([[2, 5, 7], [2, 9, 0]], undefined, 'int32'),
    attentionMask_BT: tensor2d([[1, 1, 1], [1, 1, 0]]),
    types_BT: zeros([2, 3], 'int32'),
  });

  beforeAll(() => setBackend('cpu'));

  it('are all states where all rows are chosen', () => {
    const parameters = initializeParameters(encoderShapes(config), config, 1);
    const all = chosenStates(parameters, config, inputs(), null, (below_ND) => below_ND);
    expect(all.dataSync()).toEqual(electraEncoder(parameters, config, inputs(), null).dataSync());
  });

  it('choose from what enters the last block', () => {
    const parameters = initializeParameters(encoderShapes(config), config, 1);
    const below = electraEncoder(parameters, { ...config, numHiddenLayers: 1 }, inputs(), null);
    chosenStates(parameters, config, inputs(), null, (below_ND) => {
      expect(below_ND.dataSync()).toEqual(below.dataSync());
      return slice(below_ND, [0, 0], [2, 8]);
    });
  });
});
