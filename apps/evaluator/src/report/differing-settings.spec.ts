import { differingSettings } from './differing-settings.js';

describe('differingSettings', () => {
  it('lists the settings that are not the same, by their dotted keys', () => {
    const [part] = differingSettings([
      ['a', { seed: 1, model: { layers: 2, phases: [1, 2] } }],
      ['b', { seed: 1, model: { layers: 3, phases: [1, 2], width: 4 } }],
    ]);
    expect(part).toMatchObject({
      table: { columns: ['key', 'a', 'b'], rows: [['model.layers', '2', '3'], ['model.width', 'not set', '4']] },
    });
  });

  it('is nothing where there is nothing to tell', () => {
    expect(differingSettings([['a', { seed: 1 }]])).toEqual([]);
    expect(differingSettings([['a', { seed: 1 }], ['b', { seed: 1 }]])).toEqual([]);
  });
});
