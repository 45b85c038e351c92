import { SkippedInput } from './skipped-input.js';

describe('SkippedInput', () => {
  it('counts the errors of all files together', () => {
    const skipped = new SkippedInput();
    expect([skipped.add('a', 1), skipped.add('b', 1), skipped.add('a', 2)]).toEqual([true, true, true]);
    expect(skipped.count).toBe(3);
  });

  it('counts an error of an earlier pass once, and those past where that pass stopped', () => {
    const skipped = new SkippedInput();
    skipped.add('a', 1);
    expect([skipped.add('a', 1), skipped.add('a', 2), skipped.add('a', 2)]).toEqual([false, true, false]);
    expect(skipped.count).toBe(2);
  });
});
