import { pretrainingConfig } from '../pretraining-config.js';
import { objectiveDefaults, objectiveNames, weightNames } from './objective.js';
import { objectives } from './objectives.js';

const { objective } = pretrainingConfig.parse({ data: { path: 'shards' } });

describe('objectiveNames', () => {
  it('name every objective that there is, once', () => {
    expect([...objectiveNames].sort()).toEqual(Object.keys(objectives).sort());
    expect(new Set(objectiveNames).size).toBe(objectiveNames.length);
  });
});

describe('weightNames', () => {
  it('are what a run may set, and let change', () => {
    const course = [{ step: 0, weight: 1 }, { step: 9, weight: 2 }];
    const weightSchedules = Object.fromEntries(weightNames.map((name) => [name, course]));
    const weights = Object.fromEntries(weightNames.map((name, i) => [name, i + 2]));
    expect(pretrainingConfig.parse({ data: { path: 'shards' }, objective: { ...weights, weightSchedules } }).objective).toMatchObject({ ...weights, weightSchedules });
  });
});

describe('objectiveDefaults', () => {
  it("are those of a run's configuration, so that an absent key means the same in both", () => {
    expect(objective).toMatchObject(objectiveDefaults);
  });
});
