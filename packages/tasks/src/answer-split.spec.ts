import { hasGold } from './answer-split.js';

describe('hasGold', () => {
  it('is true where every example says what is right', () => {
    expect(hasGold([{ text: 'a', label: 'x' }], 'classification')).toBe(true);
    expect(hasGold([{ text: 'a', label: 'x' }, { text: 'b' }], 'classification')).toBe(false);
    expect(hasGold([{ question: 'a', context: 'b', answers: [] }], 'question-answering')).toBe(true);
  });
});
