import fc from 'fast-check';
import { sentenceLines } from './sentence-lines.js';

describe('sentenceLines', () => {
  it('breaks after sentences, with their closing quotes, and keeps paragraphs apart', () => {
    expect(sentenceLines('Call me Ishmael. Some years\nago? “Yes.” He\n went.\n\nNext one.')).toBe(
      'Call me Ishmael.\nSome years ago?\n“Yes.”\nHe went.\n\nNext one.',
    );
  });

  it.each(['Mr. Starbuck came', 'John F. Kennedy spoke', 'It cost 3.5 Dollars', 'he said etc. and left'])(
    'leaves "%s" whole',
    (text) => expect(sentenceLines(text)).toBe(text),
  );

  it('changes nothing but white space', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'B', '.', ' ', '\n', '!', '”') });
    fc.assert(
      fc.property(letters, (text) => expect(sentenceLines(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))),
    );
  });
});
