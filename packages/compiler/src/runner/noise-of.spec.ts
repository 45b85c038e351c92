import { fillKeepMask, fillUniform } from '@electra-ts/ops';
import type { RandomSite } from '../recorder/recorded-random.js';
import { noiseOf } from './noise-of.js';

describe('noiseOf', () => {
  const sites: RandomSite[] = [
    { input: 'a', site: 0, kind: 'keepMask', shape: [4, 8], dropRate: 0.25 },
    { input: 'b', site: 3, kind: 'uniform', shape: [2, 5] },
  ];

  it('holds what the functions of ops give for (seed, step, site)', () => {
    const mask = new Float32Array(32);
    fillKeepMask(mask, { seed: 7, step: 11, site: 0 }, 0.25);
    const uniform = new Float32Array(10);
    fillUniform(uniform, { seed: 7, step: 11, site: 3 });
    expect(noiseOf(sites, 7, 11)).toEqual([mask, uniform]);
  });

  it('differs from step to step', () => {
    expect(noiseOf(sites, 7, 12)).not.toEqual(noiseOf(sites, 7, 11));
  });
});
