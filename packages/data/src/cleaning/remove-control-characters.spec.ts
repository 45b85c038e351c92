import { removeControlCharacters } from './remove-control-characters.js';

describe('removeControlCharacters', () => {
  it('keeps tabs, line breaks and whole surrogate pairs', () => {
    const document = { id: 'a', text: 'a\tb\r\nc \u{1f600}\ud83d \u0085\u0007' };
    expect(removeControlCharacters().apply(document)).toEqual({ id: 'a', text: 'a\tb\r\nc \u{1f600} ' });
  });
});
