import { dataPhases } from './data-phases.js';
import { pretrainingConfig } from './pretraining-config.js';

const phasesOf = (data: object, training: object = {}) => dataPhases(pretrainingConfig.parse({ data, training }));

describe('dataPhases', () => {
  it('is one phase where one folder is named', () => {
    const training = { steps: 10, batchSize: 4 };
    expect(phasesOf({ path: 'x' }, training)).toEqual([{ path: 'x', sequenceLength: undefined, batchSize: 4, first: 1, last: 10 }]);
  });

  it('follow each other without a gap, each with its own batch', () => {
    const phases = [{ path: 'short', sequenceLength: 8, steps: 7, batchSize: 16 }, { path: 'long', steps: 3 }];
    expect(phasesOf({ phases }, { steps: 10, batchSize: 4 })).toEqual([
      { path: 'short', sequenceLength: 8, batchSize: 16, first: 1, last: 7 },
      { path: 'long', sequenceLength: undefined, batchSize: 4, first: 8, last: 10 },
    ]);
  });

  it('take the length that is given for all, unless they have their own', () => {
    const phases = [{ path: 'a', sequenceLength: 8, steps: 1 }, { path: 'b', steps: 1 }];
    const lengths = phasesOf({ sequenceLength: 16, phases }, { steps: 2 }).map(({ sequenceLength }) => sequenceLength);
    expect(lengths).toEqual([8, 16]);
  });

  it('have to add up to the steps of the run', () => {
    const phases = [{ path: 'short', steps: 7 }, { path: 'long', steps: 2 }];
    expect(() => phasesOf({ phases }, { steps: 10 })).toThrow(/training\.steps.*10.*7 \+ 2/s);
  });

  it('refuse both ways of naming data, and neither', () => {
    expect(() => phasesOf({})).toThrow(/neither/);
    expect(() => phasesOf({ path: 'x', phases: [{ path: 'y', steps: 1 }] })).toThrow(/both/);
  });
});
