import '@tensorflow/tfjs-backend-cpu';
import { memory, mul, setBackend, sum, tensor1d, tensor2d, tidy, variableGrads, type Scalar, type Tensor2D, type Variable } from '@tensorflow/tfjs-core';
import { electraEncoder, type ModelInputs } from './electra-encoder.js';
import { encoderShapes } from './encoder-shapes.js';
import { initializeParameters } from './initialize-parameters.js';
import { shapesOfMasks, smallEncoder, smallInputs } from './small-encoder.fixture.js';
import { statesAt } from './states-at.js';

// B batch 2, T tokens 3, M = 4, D width 8

describe.each([1, 2])('statesAt of %d layers', (numHiddenLayers) => {
  const config = smallEncoder(numHiddenLayers);
  const places = [2, 0, 4, 4]; // two of each sequence, in any order, one of them twice
  let parameters: Record<string, Variable>;
  let inputs: ModelInputs;
  const gathered = () => electraEncoder(parameters, config, inputs, null).gather(tensor1d(places, 'int32')) as Tensor2D;
  const chosen = () => statesAt(parameters, config, inputs, null, tensor1d(places, 'int32'));

  beforeAll(async () => {
    await setBackend('cpu');
    parameters = initializeParameters(encoderShapes(config), config, 1);
    inputs = smallInputs();
  });

  it('are those rows of all states', () => {
    const before = memory().numTensors;
    const [expected, received] = tidy(() => [gathered().arraySync(), chosen().arraySync()]);
    expect(memory().numTensors).toBe(before);
    expect(received).toHaveLength(4);
    received.forEach((row, n) => row.forEach((value, d) => expect(value).toBeCloseTo(expected[n][d], 5)));
  });

  it('have the same gradients, also where a position comes twice', () => {
    const direction = tensor2d(Array.from({ length: 32 }, (_, n) => Math.sin(n)), [4, 8]);
    const gradients = [gathered, chosen].map((states) => variableGrads(() => sum(mul(states(), direction)) as Scalar, Object.values(parameters)).grads);
    for (const { name } of Object.values(parameters)) {
      const [expected, received] = gradients.map((each) => each[name].dataSync());
      received.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
    }
  });

  it('draw masks for those tokens in the last layer', () => {
    const shapes: (readonly number[])[] = [];
    statesAt(parameters, config, inputs, shapesOfMasks(shapes), tensor1d(places, 'int32'));
    expect(shapes.slice(-3)).toEqual([[2, 2, 2, 3], [4, 8], [4, 8]]);
  });

  it('are refused where sequences have different numbers of positions', () => {
    expect(() => statesAt(parameters, config, inputs, null, tensor1d([1, 2, 4], 'int32'))).toThrow(/^statesAt: expected as many positions of each sequence; received 3 positions for 2 sequences$/);
  });
});
