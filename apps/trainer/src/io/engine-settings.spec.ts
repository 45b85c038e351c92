import { engineSettings } from './engine-settings.js';

describe('engineSettings', () => {
  it('has a setting for each flag that was given', () => {
    expect(engineSettings({ engine: 'openvino', threads: 2, precision: 'bfloat16' })).toEqual(['engine.name=openvino', 'engine.threads=2', 'engine.precision=bfloat16']);
    expect(engineSettings({ threads: 1 })).toEqual(['engine.threads=1']);
    expect(engineSettings({})).toEqual([]);
  });
});
