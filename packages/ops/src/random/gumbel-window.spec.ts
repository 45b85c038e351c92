import { fillGumbel } from './fill-gumbel.js';
import { gumbelWindow } from './gumbel-window.js';

describe('gumbelWindow', () => {
  const key = { seed: 3, step: 4, site: 5 };

  it('is what fillGumbel writes', () => {
    const filled = new Float32Array(1000);
    fillGumbel(filled, key);
    expect(gumbelWindow(1000, key)).toEqual(filled);
    expect(gumbelWindow(1000, { ...key, seed: 4 })).not.toEqual(filled);
  });

  it('rejects keys out of range', () => {
    expect(() => gumbelWindow(1, { ...key, site: -1 })).toThrow(/^gumbelWindow: /);
  });
});
