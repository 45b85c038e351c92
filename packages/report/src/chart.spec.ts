import { parseHTML } from 'linkedom';
import { describeChart, renderChart } from './chart.js';
import type { Chart } from './report-data.js';

const chart: Chart = {
  title: 'Loss <of> both',
  unit: 'nats',
  series: [
    { name: 'train', points: [1, 2, 3].map((step) => ({ step, value: 8 - step })) },
    { name: 'held-out', points: [{ step: 3, value: 6 }] },
  ],
  references: [{ name: 'unigram', value: 6.5 }],
};

const draw = (drawn: Chart) => parseHTML(`<html><body>${renderChart(drawn)}</body></html>`).document;

describe('renderChart', () => {
  it('draws one path a curve, marks for short curves and a line a reference', () => {
    const document = draw(chart);
    expect(document.querySelectorAll('svg.plot [aria-label="line"] path')).toHaveLength(2);
    expect(document.querySelectorAll('svg.plot [aria-label="dot"] circle')).toHaveLength(4);
    expect(document.querySelectorAll('svg.plot [aria-label="rule"] line')).toHaveLength(1);
  });

  it('scales with the page and takes its colors from the style sheet', () => {
    const svg = draw(chart).querySelector('svg.plot');
    expect(svg?.getAttribute('viewBox')).toBe('0 0 360 220');
    expect(svg?.innerHTML).toContain('var(--series-1)');
    expect(svg?.innerHTML).not.toMatch(/stroke="#/);
  });

  it('names curves with their last values', () => {
    const legend = [...draw(chart).querySelectorAll('.legend li')].map((item) => item.textContent.trim().replace(/\s+/g, ' '));
    expect(legend).toEqual(['train 5', 'held-out 6', 'unigram 6.5']);
  });

  it('says from where on values are not finite, and draws those before', () => {
    const points = [5, 4, NaN, 3, NaN, Infinity].map((value, i) => ({ step: 1000 + i, value }));
    const document = draw({ ...chart, series: [{ name: 'train', points }, { name: 'lost', points: points.slice(4) }] });
    const legend = [...document.querySelectorAll('.legend li')].map((item) => item.textContent.trim().replace(/\s+/g, ' '));
    expect(legend).toEqual(['train not finite from step 1004 on', 'lost not finite from step 1004 on', 'unigram 6.5']);
    expect(document.querySelectorAll('svg.plot [aria-label="dot"] circle')).toHaveLength(3);
    expect(document.querySelector('svg.plot')?.innerHTML).not.toContain('NaN');
    const none = draw({ ...chart, series: [{ name: 'lost', points: points.slice(4) }] });
    expect([none.querySelector('svg.plot'), none.querySelector('p')?.textContent]).toEqual([null, 'lost: not finite from step 1004 on.']);
  });

  it('begins at 0 when asked to', () => {
    const lowest = (drawn: Chart) => draw(drawn).querySelector('svg.plot [aria-label^="y-axis tick label"] text')?.textContent;
    expect(lowest(chart)).toBe('5');
    expect(lowest({ ...chart, fromZero: true })).toBe('0');
  });

  it('says so when nothing was measured', () => {
    const document = draw({ ...chart, series: [{ name: 'train', points: [] }] });
    expect(document.querySelector('svg.plot')).toBeNull();
    expect(document.querySelector('figure')?.textContent).toContain('Nothing was measured');
  });

  it('holds no address, not even a namespace', () => {
    expect(renderChart(chart).markup).not.toMatch(/xmlns|https?:/);
  });
});

describe('describeChart', () => {
  it('tells where each curve begins and ends', () => {
    expect(describeChart(chart)).toBe(
      'Loss <of> both, nats, by step. train: 7 at step 1, 5 at step 3. held-out: 6 at step 3, 6 at step 3. unigram: 6.5.',
    );
  });

  it('tells where a curve is not finite any more', () => {
    const points = [2, NaN].map((value, step) => ({ step, value }));
    expect(describeChart({ title: 'L', unit: 'nats', series: [{ name: 'a', points }, { name: 'b', points: points.slice(1) }] })).toBe(
      'L, nats, by step. a: 2 at step 0, 2 at step 0, not finite from step 1 on. b: not finite from step 1 on.',
    );
  });
});
