import { classWeightsOf } from './class-weights.js';

const examples = ['a', 'a', 'a', 'b'].map((label) => ({ label }));

describe('classWeightsOf', () => {
  it('balances: each label gets the same total', () => {
    expect(classWeightsOf('balanced', examples, ['a', 'b'])).toEqual([4 / 6, 2]);
  });
  it('takes weights by name, 1 for the others', () => expect(classWeightsOf({ b: 3 }, examples, ['a', 'b'])).toEqual([1, 3]));
  it('has nothing to say when not asked', () => expect(classWeightsOf(undefined, examples, ['a', 'b'])).toBeUndefined());
  it('refuses a label that is not there', () => {
    expect(() => classWeightsOf({ c: 1 }, examples, ['a', 'b'])).toThrow(/expected a, b, received c/);
  });
});
