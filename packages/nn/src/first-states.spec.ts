import '@tensorflow/tfjs-backend-cpu';
import { memory, mul, setBackend, sum, tensor2d, tidy, variableGrads, type Scalar, type Tensor2D, type Variable } from '@tensorflow/tfjs-core';
import { electraEncoder, type ModelInputs } from './electra-encoder.js';
import { encoderShapes } from './encoder-shapes.js';
import { firstStates } from './first-states.js';
import { initializeParameters } from './initialize-parameters.js';
import { shapesOfMasks, smallEncoder, smallInputs } from './small-encoder.fixture.js';

// B batch 2, T tokens 3, D width 8

describe.each([1, 2])('firstStates of %d layers', (numHiddenLayers) => {
  const config = smallEncoder(numHiddenLayers);
  let parameters: Record<string, Variable>;
  let inputs: ModelInputs;
  const firstOfAll = () => electraEncoder(parameters, config, inputs, null).gather([0, 3]) as Tensor2D;
  const first = () => firstStates(parameters, config, inputs, null);

  beforeAll(async () => {
    await setBackend('cpu');
    parameters = initializeParameters(encoderShapes(config), config, 1);
    inputs = smallInputs();
  });

  it('are the first rows of all states', () => {
    const before = memory().numTensors;
    const [expected, received] = tidy(() => [firstOfAll().arraySync(), first().arraySync()]);
    expect(memory().numTensors).toBe(before);
    expect(received).toHaveLength(2);
    received.forEach((row, n) => row.forEach((value, d) => expect(value).toBeCloseTo(expected[n][d], 5)));
  });

  it('have the same gradients', () => {
    const direction = tensor2d(Array.from({ length: 16 }, (_, n) => Math.sin(n)), [2, 8]);
    const gradients = [firstOfAll, first].map((states) => variableGrads(() => sum(mul(states(), direction)) as Scalar, Object.values(parameters)).grads);
    for (const { name } of Object.values(parameters)) {
      const [expected, received] = gradients.map((each) => each[name].dataSync());
      received.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
    }
  });

  it('draw masks for one token a sequence in the last layer', () => {
    const shapes: (readonly number[])[] = [];
    firstStates(parameters, config, inputs, shapesOfMasks(shapes));
    expect(shapes.slice(-3)).toEqual([[2, 2, 1, 3], [2, 8], [2, 8]]);
    expect(shapes).toHaveLength(1 + 3 * numHiddenLayers);
  });
});
