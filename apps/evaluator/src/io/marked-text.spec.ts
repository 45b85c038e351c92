import { markedText } from './marked-text.js';

describe('markedText', () => {
  const tokens = (...replaced: number[]) =>
    ['the', 'chef', '##s'].map((token, i) => ({ token, id: i, start: [0, 4, 8][i], end: [3, 8, 9][i], logit: 0, replaced: replaced[i] }));

  it('marks what is more likely replaced than not', () => {
    expect(markedText('The chefs ate', tokens(0.5, 0.75, 0.5125))).toBe('The [[chef]][[s]] ate\tchef 0.75, ##s 0.51');
  });

  it('names the likeliest token where none is, the first of equals', () => {
    expect(markedText('The chefs', tokens(0.01, 0.125, 0.125))).toBe('The chefs\tnone above 0.5, likeliest chef 0.13');
  });

  it('is one line of a text with several, and two fields of one with tabs', () => {
    expect(markedText('The chefs\nate\ta\u001b[1m lot', tokens(0.5, 0.75, 0.5))).toBe('The [[chef]]s\\nate\\ta\\u001b[1m lot\tchef 0.75');
  });

  it('has nothing to say of no token', () => expect(markedText('', [])).toBe(''));
});
