import { fitLinear, linearScores } from './linear-model.mjs';

// Expected values: scikit-learn 1.9.1, LogisticRegression(C=1, tol=1e-10, max_iter=10000) and Ridge(alpha=1, tol=1e-12) on the same matrix.
const matrix = [[1, 0, 0.5], [0, 1, 2], [1, 1, 0], [2, 0, 1], [0, 0, 1], [0, 3, 0]];
const rows = matrix.map((values) => {
  const places = [0, 1, 2].filter((place) => values[place] !== 0);
  return { places: Int32Array.from(places), values: Float64Array.from(places, (place) => values[place]) };
});

const close = (values, expected) => expected.forEach((each, n) => expect(values[n]).toBeCloseTo(each, 4));

describe('fitLinear', () => {
  it('is scikit-learn\'s multinomial logistic regression', () => {
    const model = fitLinear(rows, [0, 1, 2, 0, 1, 2], { features: 3, outputs: 3, loss: 'logistic', tolerance: 1e-7 });
    close(model.weights, [0.64595, -0.67039, 0.02444, -0.50947, -0.17867, 0.68814, -0.01385, 0.60939, -0.59554, -0.07472, 0.18891, -0.11418]);
    const powers = Array.from(linearScores(model, rows[0]), Math.exp);
    const sum = powers[0] + powers[1] + powers[2];
    close(powers.map((each) => each / sum), [0.53687, 0.25587, 0.20725]);
  });

  it('is scikit-learn\'s ridge regression', () => {
    const { weights } = fitLinear(rows, [1, -2, 0.5, 3, 0, 1.5], { features: 3, outputs: 1, loss: 'squared', tolerance: 1e-7 });
    close(weights, [1.10402, 0.1294, -0.70233, 0.34957]);
  });
});
