import { adamWDefaults, createMoments, disposeMoments, momentCorrections } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { memory, scalar, setBackend, tensor1d, tidy, variable } from '@tensorflow/tfjs-core';
import { applyGradients } from './apply-gradients.js';

const optimizer = { ...adamWDefaults, weightDecay: 0, clipNorm: 1, biasCorrection: false };

/** Parameters [1, 2] and their average [3, 2] after a step with learning rate 0.1 and decay 0.5. */
function step(gradient: number[], loss: number, biasCorrection = false) {
  const [weight, average] = [1, 3].map((first) => tidy(() => variable(tensor1d([first, 2]))));
  const trained = { weight };
  const moments = createMoments(trained);
  const norm = tidy(() => {
    const { first, second } = momentCorrections(1, optimizer);
    const feeds = { learningRate: scalar(0.1), firstCorrection: scalar(first), secondCorrection: scalar(second) };
    const told = { trained, moments, gradients: { weight: tensor1d(gradient) }, loss: scalar(loss) };
    return applyGradients(told, feeds, { optimizer: { ...optimizer, biasCorrection }, averages: { values: { weight: average }, decay: 0.5 } }).dataSync()[0];
  });
  const found = { norm, weight: [...weight.dataSync()], average: [...average.dataSync()], first: [...moments.first['weight'].dataSync()] };
  weight.dispose();
  average.dispose();
  disposeMoments(moments);
  return found;
}

describe('applyGradients', () => {
  beforeAll(() => setBackend('cpu'));

  it('tells the norm before clipping, and clips by the norm of all', () => {
    const { norm, first } = step([3, 4], 1);
    expect(norm).toBeCloseTo(5, 6);
    // A tenth of the gradient scaled to length 1.
    expect(first[0]).toBeCloseTo(0.06, 6);
    expect(first[1]).toBeCloseTo(0.08, 6);
  });

  it('moves parameters, and averages half of the way after them', () => {
    const { weight, average } = step([0.3, 0], 1, true);
    // With bias correction the first step is the learning rate long, whatever the gradient.
    expect(weight[0]).toBeCloseTo(0.9, 4);
    expect(average[0]).toBeCloseTo(1.95, 4);
    expect([weight[1], average[1]]).toEqual([2, 2]);
    // Without, it is 0.1 / sqrt(0.001) as long.
    expect(step([0.3, 0], 1).weight[0]).toBeCloseTo(1 - 0.1 * (0.03 / Math.sqrt(0.001 * 0.09)), 3);
  });

  it.each([
    ['loss', [0.3, 0], NaN],
    ['gradient', [Infinity, 0], 1],
  ])('changes nothing where the %s is not finite, and leaks nothing', (_, gradient, loss) => {
    const before = memory().numTensors;
    expect(step(gradient, loss)).toMatchObject({ weight: [1, 2], average: [3, 2], first: [0, 0] });
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    // A tenth of the clipped gradients goes into the moments. All: norm 13; the discriminator's two: norm 5; the generator's: 12.
    ['all', [3 / 13, 4 / 13, 12 / 13]],
    ['network', [3 / 5, 4 / 5, 1]],
    ['tensor', [1, 1, 1]],
  ] as const)('clips %s by the norm of their own', (clipGroups, clipped) => {
    const names = ['discriminator.a', 'discriminator.b', 'generator.a'];
    const trained = Object.fromEntries(names.map((name) => [name, tidy(() => variable(tensor1d([1])))]));
    const moments = createMoments(trained);
    const norm = tidy(() => {
      const gradients = Object.fromEntries(names.map((name, i) => [name, tensor1d([[3, 4, 12][i]])]));
      return applyGradients({ trained, moments, gradients, loss: scalar(1) }, { learningRate: scalar(0.1) }, { optimizer: { ...optimizer, clipGroups } }).dataSync()[0];
    });
    expect(norm).toBeCloseTo(13, 5);
    names.forEach((name, i) => {
      expect(moments.first[name].dataSync()[0]).toBeCloseTo(clipped[i] / 10, 5);
      expect(moments.second[name].dataSync()[0]).toBeCloseTo(clipped[i] ** 2 / 1000, 7);
      trained[name].dispose();
    });
    disposeMoments(moments);
  });
});
