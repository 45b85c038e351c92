import { parseHTML } from 'linkedom';
import { renderFineTuning } from './fine-tuning.js';

const cells = (markup: string) =>
  [...parseHTML(`<html><body>${markup}</body></html>`).document.querySelectorAll('tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  );

describe('renderFineTuning', () => {
  const equal = { task: 'spam', trainExamples: 500, testExamples: 900, steps: 48 };

  it('shows each beginning with its metrics and time', () => {
    const rows = [
      { name: 'pre-trained', metrics: { accuracy: 0.95, f1: 0.9 }, seconds: 12.4 },
      { name: 'untrained', metrics: { accuracy: 0.9, f1: NaN } },
    ];
    expect(cells(renderFineTuning({ ...equal, rows }).markup)).toEqual([
      ['begins', 'accuracy', 'f1', 'time'],
      ['pre-trained', '0.95', '0.9', '12 s'],
      ['untrained', '0.9', '-', '-'],
    ]);
  });

  it('has no column for times nobody took', () => {
    const markup = renderFineTuning({ ...equal, rows: [{ name: 'a', metrics: { auc: 1 } }] }).markup;
    expect(cells(markup)[0]).toEqual(['begins', 'auc']);
    expect(markup).toContain('500 training examples');
    expect(renderFineTuning({ ...equal, rows: [], note: 'One layer starts < anew.' }).markup).toContain('One layer starts &lt; anew.');
  });

  it('says how far the seeds lie apart', () => {
    const rows = [
      { name: 'pre-trained', metrics: { accuracy: 0.9 }, seeds: [0.9, 0.95, 0.85] },
      { name: 'untrained', metrics: { accuracy: 0.8 } },
    ];
    const { markup } = renderFineTuning({ ...equal, rows });
    expect(cells(markup)).toEqual([
      ['begins', 'accuracy', 'accuracy, all seeds'],
      ['pre-trained', '0.9', '0.85 to 0.95'],
      ['untrained', '0.8', '-'],
    ]);
    expect(markup).toContain('from 3 seeds; the row and the curve are the run with the median accuracy');
  });

  it('is left out when nothing was fine-tuned', () => {
    expect(renderFineTuning(undefined).markup).toBe('');
  });
});
