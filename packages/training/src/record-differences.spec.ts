import { recordDifferences } from './record-differences.js';

describe('recordDifferences', () => {
  it('names each value that changed, came or went, by its path', () => {
    const earlier = { seed: 1, phases: [{ steps: 5 }, { steps: 6 }], losses: 'own' };
    const now = { seed: 2, phases: [{ steps: 5 }, { steps: 7 }], name: 'x' };
    expect(recordDifferences(earlier, now)).toEqual([
      { key: 'seed', text: 'seed was 1 and is 2' },
      { key: 'phases.1.steps', text: 'phases.1.steps was 6 and is 7' },
      { key: 'losses', text: 'losses was "own" and is not set' },
      { key: 'name', text: 'name was not set and is "x"' },
    ]);
  });

  it('finds none between a record and what JSON kept of it', () => {
    const record = { a: [1, { b: null }], c: undefined, d: NaN };
    expect(recordDifferences(JSON.parse(JSON.stringify(record)), record)).toEqual([]);
  });
});
