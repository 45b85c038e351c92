import { parseConfig } from '@electra-ts/config';
import { finetuningConfig } from './finetuning-config.js';

const parse = (value: unknown) => parseConfig(finetuningConfig, value, 'settings');

describe('finetuningConfig', () => {
  it('needs nothing', () => {
    expect(parse({})).toEqual({
      seed: 0,
      training: {},
      checkpoint: { every: 500, keep: 2 },
      engine: { name: 'auto', precision: 'float32' },
      log: { every: 10 },
    });
  });

  it('says what an unknown key should have been', () => {
    expect(() => parse({ training: { epoch: 3 } })).toThrow(/training\.epoch.*epochs/);
  });

  it('refuses values out of range', () => {
    expect(() => parse({ training: { layerDecay: 1.5 } })).toThrow(/layerDecay/);
    expect(() => parse({ seed: -1 })).toThrow(/seed/);
  });
});
