import type { Mistake } from '@electra-ts/tasks';
import { examinationParts } from './examination-parts.js';

const mistake = (place: number, wrongness = 1): Mistake => ({ place, wrongness, input: { question: 'q', context: 'c' }, right: 'x', answer: 'y' });

describe('examinationParts', () => {
  it('leaves out what a kind of task has not', () => {
    expect(examinationParts({ mistakes: [] }, 9)).toEqual([]);
    expect(examinationParts({ mistakes: [], calibration: { of: 'x', bins: [], expectedError: 0 } }, 9)).toEqual([]);
  });

  it('draws the share that is right over the mean probability of each bin, beside what it should be', () => {
    const bins = [{ from: 0.5, to: 0.6, count: 2, confidence: 0.55, accuracy: 0.5 }, { from: 0.9, to: 1, count: 1, confidence: 0.95, accuracy: 1 }];
    const [part] = examinationParts({ mistakes: [], calibration: { of: 'the label', bins, expectedError: 0.0123456 } }, 3);
    if (part.type !== 'charts') throw new Error(`received ${part.type}`);
    const [{ series, note }] = part.charts;
    expect(series[0]).toEqual({ name: 'the label', points: [{ step: 0.55, value: 0.5 }, { step: 0.95, value: 1 }] });
    expect(series[1].points.every(({ step, value }) => step === value)).toBe(true);
    expect(note).toContain('error: 0.01235.');
  });

  it('has a row a label, and the confusion as it is', () => {
    const confusion = { labels: ['a', 'b'], counts: [[1, 2], [0, 4]] };
    const perLabel = [{ label: 'a', precision: 1, recall: 1 / 3, f1: 0.5, gold: 3, predicted: 1 }];
    const [table, matrix] = examinationParts({ mistakes: [], confusion, perLabel }, 7);
    expect(table).toMatchObject({ type: 'table', table: { rows: [['a', '1', '0.3333', '0.5', '3', '1']] } });
    expect(matrix).toMatchObject({ type: 'matrix', matrix: confusion });
  });

  it('shows the twenty worst mistakes by their line, and says how many there are', () => {
    const [part] = examinationParts({ mistakes: Array.from({ length: 30 }, (_, place) => mistake(place)) }, 100);
    if (part.type !== 'excerpts') throw new Error(`received ${part.type}`);
    expect(part.title).toBe('Most wrong: 20 of 30, among 100 examples');
    expect(part.excerpts).toHaveLength(20);
    expect(part.excerpts[4].text).toEqual([{ label: 'question', value: 'q' }, { label: 'context', value: 'c' }]);
    // People count from 1.
    expect(part.excerpts[4].facts).toContainEqual({ label: 'example', value: '5' });
  });

  it('shows no answer that is not wrong at all', () => {
    expect(examinationParts({ mistakes: [mistake(0, 0)] }, 1)).toEqual([]);
    expect(examinationParts({ mistakes: [mistake(0, 2), mistake(1, 0)] }, 2)).toMatchObject([{ title: 'Most wrong: 1 of 2, among 2 examples' }]);
  });
});
