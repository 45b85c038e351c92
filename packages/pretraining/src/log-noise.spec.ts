import '@tensorflow/tfjs-backend-cpu';
import { log, setBackend, tensor1d, tidy, zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import { JointModel } from './joint-model.js';
import { logNoise } from './log-noise.js';
import { smallConfig } from './small-model.fixture.js';

beforeAll(() => setBackend('cpu'));

describe('logNoise', () => {
  const says = [0.05, 0.05, 0.1, 0.1, 0.1, 0.2, 0.4];
  const ids = () => tensor1d([6, 0, 5], 'int32');
  const expected = [0.4, 0.05, 0.2].map(Math.log);

  it.each(['frequencies', 'two towers'])('is the log-probability of each token by %s', (noise) => {
    const model = JointModel.create({ ...smallConfig, twoTowers: true }, { seed: 1 });
    const bias = model.generator.parameters['generator_lm_head.bias'];
    tidy(() => bias.assign(log(tensor1d(says))));
    tidy(() => {
      // A head that says nothing leaves the bias.
      const towers = noise === 'two towers';
      const found = logNoise(model, towers ? {} : { logNoise: log(tensor1d(says)) }, ids(), towers ? (zeros([3, 4]) as Tensor2D) : undefined);
      found.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    });
    model.dispose();
  });
});
