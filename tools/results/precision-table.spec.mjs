import { precisionPage } from './precision-table.mjs';

const run = (seed, precision, ...losses) => ({
  type: 'pre-training', seed, precision, hours: 0.5, date: '2026-11-27', engine: 'engine x',
  evaluations: losses.map((loss, n) => ({ step: 500 * (n + 1), 'generator/loss': loss, 'live/auc': 0.6, 'fixed/auc': 0.7 })),
});

describe('precisionPage', () => {
  const page = precisionPage([
    run(1, 'float32', 6, 5.1), run(0, 'float32', 6, 5), run(0, 'bfloat16', 6.1, 5.02),
    { type: 'fine-tuning', task: 'sst2', seed: 0, precision: 'float32', metrics: { accuracy: 0.8 } },
  ]);
  const lines = page.split('\n');

  it('has the difference beside the spread over the seeds', () => {
    expect(lines).toContain('| generator, nats a masked token | 5.0000, 5.1000 | 5.0200 | 0.0200 | -0.0300 | 0.1000 |');
    expect(lines).toContain('| SST-2, accuracy | 0.8000 | missing | missing | missing | missing |');
    expect(page).toContain('Done, in minutes that other runs may have shared: seed 1 in float32 (30 min, 2026-11-27);');
  });

  it('has the curves, seed by seed', () => {
    expect(lines).toContain('| step | seed 0, float32 | seed 0, bfloat16 | seed 1, float32 |');
    expect(lines).toContain('| 1000 | 5.0000 | 5.0200 | 5.1000 |');
  });

  it('can be made of nothing', () => {
    expect(precisionPage([])).toContain('Nothing is done yet.');
  });
});
