import { replacementFeeds } from './draw-replacements.js';
import { Unigram } from './unigram.js';

const positions = new Int32Array(4000);
const unigram = new Unigram([0, 3, 0, 1]);
const key = { seed: 1, step: 2, site: 0 };
const draw = (sampler: 'uniform' | 'unigram', step = 2) =>
  replacementFeeds({ positions }, { sampler, unigram, key: { ...key, step } })['replacements'];

describe('replacementFeeds', () => {
  it.each([
    ['uniform' as const, [0.25, 0.25, 0.25, 0.25]],
    ['unigram' as const, [0, 0.75, 0, 0.25]],
  ])('draws %s tokens as often as it should', (sampler, expected) => {
    const { data, shape, dtype } = draw(sampler);
    expect({ shape, dtype }).toEqual({ shape: [4000], dtype: 'int32' });
    // Four standard deviations of a share of 4000 draws are at most 0.032.
    expected.forEach((share, id) => {
      const drawn = [...data].filter((each) => each === id).length / 4000;
      expect(Math.abs(drawn - share)).toBeLessThan(0.032);
    });
  });

  it('is a pure function of the key', () => {
    expect(draw('uniform')).toEqual(draw('uniform'));
    expect(draw('uniform', 3)).not.toEqual(draw('uniform'));
  });

  it('tells how likely each token is, where it is asked', () => {
    const noise = (sampler: 'uniform' | 'unigram') => replacementFeeds({ positions }, { sampler, unigram, key, logNoise: true })['logNoise'];
    expect(noise('uniform')).toMatchObject({ shape: [4], dtype: 'float32' });
    const probabilities = (sampler: 'uniform' | 'unigram') => [...noise(sampler).data].map((log) => Number(Math.exp(log).toFixed(6)));
    expect(probabilities('uniform')).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(probabilities('unigram')).toEqual([0, 0.75, 0, 0.25]);
    for (const log of noise('unigram').data) expect(log).toBeGreaterThan(-30);
  });

  it('leaves the generator to draw, and needs frequencies otherwise', () => {
    expect(replacementFeeds({ positions }, { sampler: 'generator', key })).toEqual({});
    expect(() => replacementFeeds({ positions }, { sampler: 'unigram', key })).toThrow(/frequencies for unigram/);
  });
});
