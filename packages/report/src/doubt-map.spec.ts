import { parseHTML } from 'linkedom';
import { renderDoubtMap } from './doubt-map.js';

const map = renderDoubtMap([
  {
    replacedBy: 'hand',
    tokens: [
      { text: 'The', startsWord: false, probability: 0.02 },
      { text: '<whale>', startsWord: true, probability: 0.873, original: 'sh"ip' },
      { text: 's', startsWord: false, probability: 1.4 },
    ],
  },
]);
const { document } = parseHTML(`<html><body>${map}</body></html>`);
const tokens = [...document.querySelectorAll('.tokens > .token')];

describe('renderDoubtMap', () => {
  it('gives each token its doubt, within 0 and 100 %', () => {
    expect(tokens.map((token) => token.getAttribute('style'))).toEqual(['--doubt:2%', '--doubt:87%', '--doubt:100%']);
  });

  it('marks replacements by a class, a number and words for screen readers', () => {
    expect(tokens.map((token) => token.classList.contains('replaced'))).toEqual([false, true, false]);
    expect(tokens[1]?.querySelector('sup')?.textContent).toBe('1');
    expect(tokens[1]?.querySelector('.spoken')?.textContent).toBe(' (replaced, was sh"ip, doubt 87 percent)');
    expect(document.querySelector('.footnotes li')?.textContent).toBe('sh"ip → <whale>, doubt 87 %');
  });

  it('writes spaces only where words begin', () => {
    for (const extra of document.querySelectorAll('.tokens sup, .tokens .spoken')) extra.remove();
    expect(document.querySelector('.tokens')?.textContent).toBe('The <whale>s');
  });

  it('is left out without examples', () => {
    expect(renderDoubtMap([]).markup).toBe('');
  });
});
