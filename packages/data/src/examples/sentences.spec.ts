import { sentences } from './sentences.js';

const text = ' One line\r\nof two. \n\n \nAnother\rparagraph\n';

describe('sentences', () => {
  it('are lines, trimmed, without blank ones', () => {
    expect(sentences(text)).toEqual(['One line', 'of two.', 'Another', 'paragraph']);
  });

  it('are paragraphs with their lines joined', () => {
    expect(sentences(text, 'paragraph')).toEqual(['One line of two.', 'Another paragraph']);
  });

  it('of white space are none', () => {
    expect(sentences(' \n\t\n')).toEqual([]);
  });
});
