import { fillGumbel, fillKeepMask } from '@electra-ts/ops';
import { NoiseBuffers } from './noise-buffers.js';

describe('NoiseBuffers', () => {
  const noise = new NoiseBuffers([
    { input: 'a', site: 0, kind: 'keepMask', shape: [4, 8], dropRate: 0.25 },
    { input: 'b', site: 3, kind: 'gumbel', shape: [2, 5] },
  ]);

  it('holds what the functions of ops give for (seed, step, site)', () => {
    const mask = new Float32Array(32);
    fillKeepMask(mask, { seed: 7, step: 11, site: 0 }, 0.25);
    const gumbel = new Float32Array(10);
    fillGumbel(gumbel, { seed: 7, step: 11, site: 3 }, 5);
    expect(noise.fill(7, 11)).toEqual([mask, gumbel]);
  });

  it('fills the same buffers again', () => {
    const first = noise.fill(7, 11)[1];
    const before = first?.slice();
    expect(noise.fill(7, 12)[1]).toBe(first);
    expect(first).not.toEqual(before);
  });
});
