import { inputText, inputTexts, optionalText } from './input-value.js';

describe('input values', () => {
  it('are texts and lists of texts', () => {
    expect(inputText({ text: 'a' }, 'text')).toBe('a');
    expect(optionalText({}, 'pair')).toBeUndefined();
    expect(inputTexts({ choices: ['a', 'b'] }, 'choices', 2)).toEqual(['a', 'b']);
  });

  it.each([
    [() => inputText({ txt: 'a' }, 'text'), /no text under "text".*received \{"txt":"a"\}/],
    [() => optionalText({ pair: 3 }, 'pair'), /no text under "pair"/],
    [() => inputTexts({ choices: ['a'] }, 'choices', 2), /at least 2 strings/],
    [() => inputTexts({ choices: 'a' }, 'choices', 1), /no list of texts/],
  ])('are refused otherwise', (read, message) => expect(read).toThrow(message));
});
