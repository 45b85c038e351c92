import { parseHTML } from 'linkedom';
import { precisionCurves } from './precision-curves.mjs';

const run = (seed, precision, losses) => ({
  type: 'pre-training', seed, precision,
  evaluations: losses.map((loss, n) => ({ step: 500 * (n + 1), 'generator/loss': loss, 'live/auc': 0.6, 'fixed/auc': 0.7 })),
});
const drawn = (...lines) => parseHTML(precisionCurves(lines)).document;

describe('precisionCurves', () => {
  it('draws a line for each run in each drawing, and names each seed once', () => {
    const { documentElement: file } = drawn(run(0, 'float32', [6, 5]), run(0, 'bfloat16', [6.1, 5.02]), { type: 'fine-tuning' });
    const plots = [...file.querySelectorAll('svg')];
    expect(plots.map((plot) => plot.getAttribute('y'))).toEqual(['0', '230', '460']);
    for (const plot of plots) {
      const paths = ['seed 0', 'seed 0, bfloat16'].map((name) => plot.querySelector(`path[aria-label="${name}"]`));
      expect(paths.map((path) => path.closest('[stroke-dasharray]')?.getAttribute('stroke-dasharray'))).toEqual([undefined, '2 4']);
      expect([...plot.querySelectorAll('text')].filter(({ textContent }) => textContent === 'seed 0')).toHaveLength(1);
    }
    expect(plots[0].textContent).toContain('generator, nats a masked token; dashes: bfloat16');
  });

  it('can be made of nothing', () => {
    expect(drawn().documentElement.querySelectorAll('svg')).toHaveLength(3);
  });
});
