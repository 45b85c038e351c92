import { joinThatFit } from './join-that-fit.js';

describe('joinThatFit', () => {
  it.each([
    [10, 'abc, de, f'],
    [9, 'abc, de'],
    [3, 'abc'],
    [2, ''],
  ])('leaves out what is past %d characters', (columns, joined) => {
    expect(joinThatFit(['abc', 'de', 'f'], columns)).toBe(joined);
  });
});
