import { checkKey } from './random-key.js';

const key = { seed: 1, step: 2, site: 3 };

describe('checkKey', () => {
  it('accepts the ends of the ranges', () => {
    expect(() => checkKey('fill', { seed: 0, step: 0, site: 0 })).not.toThrow();
    expect(() => checkKey('fill', { seed: 2 ** 53 - 1, step: 2 ** 32 - 1, site: 2 ** 32 - 1 })).not.toThrow();
  });

  it('names the operation, the part and the value', () => {
    expect(() => checkKey('fill', { ...key, seed: -1 })).toThrow(
      'fill: expected seed to be an integer in [0, 2^53), received -1',
    );
    expect(() => checkKey('fill', { ...key, step: 1.5 })).toThrow('step to be an integer in [0, 2^32), received 1.5');
    expect(() => checkKey('fill', { ...key, site: 2 ** 32 })).toThrow('expected site');
  });
});
