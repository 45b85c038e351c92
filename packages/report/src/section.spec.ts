import { parseHTML } from 'linkedom';
import type { SectionPart } from './report-data.js';
import { renderSection } from './section.js';

const draw = (...parts: SectionPart[]) => parseHTML(`<html><body>${renderSection({ id: 'x', title: 'A <b>', parts })}</body></html>`).document;
const cells = (document: ReturnType<typeof draw>, selector: string) => [...document.querySelectorAll(selector)].map((cell) => cell.textContent.trim());

describe('renderSection', () => {
  it('has its heading, and text as text', () => {
    const document = draw({ type: 'text', text: '1 < 2' });
    expect(document.querySelector('section')?.getAttribute('aria-labelledby')).toBe('x');
    expect(document.querySelector('h2')?.textContent).toBe('A <b>');
    expect(document.querySelector('p')?.textContent).toBe('1 < 2');
  });

  it('shows tables with numbers to the right, under names', () => {
    const table = { title: 'T', columns: ['run', 'kind', 'loss'], rows: [['a', '3D', '0.5'], ['b', 'flat', '-']], note: 'n' };
    const document = draw({ type: 'table', table });
    expect(cells(document, 'tbody th')).toEqual(['a', 'b']);
    expect([...document.querySelectorAll('thead th')].map((head) => head.className)).toEqual(['', '', 'number']);
    expect(cells(document, 'td.number')).toEqual(['0.5', '-']);
  });

  it('shades a matrix by the share of its row, and marks what is right', () => {
    const matrix = { title: 'M', rowTitle: 'right', columnTitle: 'answer', labels: ['a', 'b'], counts: [[3, 1], [0, 0]] };
    const document = draw({ type: 'matrix', matrix });
    expect(cells(document, 'td.hit')).toEqual(['3', '0']);
    expect([...document.querySelectorAll('td')].map((cell) => cell.getAttribute('style'))).toEqual(['--share:75%', '--share:25%', '--share:0%', '--share:0%']);
  });

  it('shows five excerpts, and the others on demand', () => {
    const excerpt = (i: number) => ({ text: [{ label: 'text', value: `${i}` }], facts: [{ label: 'right', value: 'a' }] });
    const document = draw({ type: 'excerpts', title: 'E', excerpts: [0, 1, 2, 3, 4, 5, 6].map(excerpt) });
    expect(document.querySelectorAll('article')).toHaveLength(7);
    expect(cells(document, 'details summary')).toEqual(['2 more']);
    const pair = draw({ type: 'excerpts', title: 'E', excerpts: [{ text: [{ label: 'text', value: 'x' }, { label: 'pair', value: 'y' }], facts: [] }] });
    expect(pair.querySelector('.passage')?.textContent.trim()).toBe('text: x\npair: y');
  });

  it('draws charts, by another axis than the step too', () => {
    const points = [{ step: 0.25, value: 0.2 }, { step: 0.75, value: 0.8 }];
    const document = draw({ type: 'charts', charts: [{ title: 'C', unit: 'share', along: 'probability', series: [{ name: 'model', points }] }] });
    expect(document.querySelector('figcaption')?.textContent).toContain('by probability');
    expect(document.querySelector('svg.plot')?.getAttribute('aria-description')).toContain('0.2 at probability 0.25');
    // Not as 200m, which is how large steps are shortened.
    expect(document.querySelector('svg.plot')?.innerHTML).not.toMatch(/\dm<\/text>/);
  });
});
