import '@tensorflow/tfjs-backend-cpu';
import { setBackend, slice } from '@tensorflow/tfjs-core';
import { chosenStates } from './chosen-states.js';
import { electraEncoder } from './electra-encoder.js';
import { encoderShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';
import { smallEncoder, smallInputs } from './small-encoder.fixture.js';

describe('chosenStates', () => {
  const config = smallEncoder(2);

  beforeAll(() => setBackend('cpu'));

  it('are all states where all rows are chosen', () => {
    const parameters = initializeParameters(encoderShapes(config), config, 1);
    const all = chosenStates(parameters, config, smallInputs(), null, (below_ND) => below_ND);
    expect(all.dataSync()).toEqual(electraEncoder(parameters, config, smallInputs(), null).dataSync());
  });

  it('choose from what enters the last block', () => {
    const parameters = initializeParameters(encoderShapes(config), config, 1);
    const below = electraEncoder(parameters, { ...config, numHiddenLayers: 1 }, smallInputs(), null);
    chosenStates(parameters, config, smallInputs(), null, (below_ND) => {
      expect(below_ND.dataSync()).toEqual(below.dataSync());
      return slice(below_ND, [0, 0], [2, 8]);
    });
  });
});
