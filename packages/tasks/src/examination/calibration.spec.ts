import { calibrationOf } from './calibration.js';

describe('calibrationOf', () => {
  it('compares probabilities with what came true, bin by bin', () => {
    const answers = [
      ...Array.from({ length: 4 }, (_, i) => ({ probability: 0.95, right: i > 0 })),
      { probability: 0.55, right: true },
      { probability: 1, right: true },
    ];
    const { bins, expectedError } = calibrationOf('x', answers);
    expect(bins.map(({ from, count, accuracy }) => [from, count, accuracy])).toEqual([[0.5, 1, 1], [0.9, 5, 0.8]]);
    expect(bins[1].confidence).toBeCloseTo(0.96, 10);
    // (1 x 0.45 + 5 x 0.16) / 6
    expect(expectedError).toBeCloseTo(1.25 / 6, 10);
  });

  it('puts a probability on an edge into the bin below, and 0 into the first', () => {
    expect(calibrationOf('x', [{ probability: 0.5, right: true }], 2).bins[0]).toMatchObject({ from: 0, to: 0.5 });
    expect(calibrationOf('x', [{ probability: 0, right: true }], 2).bins[0].from).toBe(0);
    expect(calibrationOf('x', [])).toEqual({ of: 'x', bins: [], expectedError: 0 });
  });
});
