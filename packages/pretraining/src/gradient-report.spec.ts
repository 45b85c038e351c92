import { describeReport, isFiniteReport } from './gradient-report.js';

const value = (...data: number[]) => ({ shape: [data.length], dtype: 'float32', data: Float32Array.from(data) }) as const;

describe('describeReport', () => {
  it('names losses, gradients and parameters that are not finite', () => {
    const report = { loss: value(NaN), generatorLoss: value(2), 'gradient of a': value(1), 'gradient of b': value(Infinity) };
    expect(describeReport(report, { a: value(1, 2), b: value(3, 4) })).toBe(
      'Not finite are: losses loss (NaN); gradients of b; parameters none.',
    );
  });

  it('knows whether there is anything', () => {
    expect(isFiniteReport({ loss: value(1), 'gradient of a': value(2, 3) })).toBe(true);
    expect(isFiniteReport({ loss: value(1), 'gradient of a': value(2, NaN) })).toBe(false);
  });

  it('counts those past the fourth', () => {
    const parameters = Object.fromEntries(Array.from('abcdef', (name) => [name, value(NaN)]));
    expect(describeReport({}, parameters)).toMatch(/parameters a, b, c, d and 2 more\.$/);
  });
});
