import { flattenConfiguration, renderConfiguration } from './configuration.js';

describe('flattenConfiguration', () => {
  it('writes sections as dotted keys, lists and null as JSON, and drops what is undefined', () => {
    const configuration = { seed: 1, training: { steps: 100, phases: [1, 2] }, data: { path: 'x', none: null }, gone: undefined };
    expect(flattenConfiguration(configuration)).toEqual([
      ['seed', '1'],
      ['training.steps', '100'],
      ['training.phases', '[1,2]'],
      ['data.path', 'x'],
      ['data.none', 'null'],
    ]);
  });
});

describe('renderConfiguration', () => {
  it('is closed until asked for and counts its settings', () => {
    const { markup } = renderConfiguration({ a: { b: '<i>' }, c: 2 });
    expect(markup).toContain('<details class="card"><summary>2 settings</summary>');
    expect(markup).toContain('<code>&lt;i&gt;</code>');
  });
});
