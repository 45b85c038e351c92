import { didYouMean } from './did-you-mean.js';

describe('didYouMean', () => {
  it.each([
    ['stesp', ['seed', 'steps', 'stop'], 'steps'],
    ['batch_size', ['batchSize', 'batches'], 'batchSize'],
    ['sede', ['seed', 'name'], 'seed'],
    ['STEPS', ['steps'], 'steps'],
  ])('%s', (word, candidates, expected) => {
    expect(didYouMean(word, candidates)).toBe(expected);
  });

  it.each([
    ['x', ['y', 'z']],
    ['temperature', ['seed', 'steps']],
    ['seed', []],
    ['', ['a']],
    ['-', ['ab']],
  ])('suggests nothing for %j', (word, candidates) => {
    expect(didYouMean(word, candidates)).toBeUndefined();
  });

  it('takes the first of equally near candidates', () => {
    expect(didYouMean('cat', ['bat', 'car'])).toBe('bat');
  });
});
