import { accuracy, auc, f1, matthews, metrics, scoreAll } from './classification-metrics.js';

// Three true positives, one false positive, two false negatives, four true negatives.
const gold = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0];
const predicted = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];

describe('accuracy', () => {
  it('is the share of right answers', () => expect(accuracy({ gold, predicted })).toBe(0.7));
  it('counts classes of any number', () => expect(accuracy({ gold: [0, 1, 2], predicted: [0, 2, 2] })).toBe(2 / 3));
  it('is 0 for no examples', () => expect(accuracy({ gold: [], predicted: [] })).toBe(0));
});

describe('f1', () => {
  it('is 2 tp / (2 tp + fp + fn)', () => expect(f1({ gold, predicted })).toBe(6 / 9));
  it('is 0 where nothing is found', () => expect(f1({ gold: [1, 0], predicted: [0, 1] })).toBe(0));
  it('refuses a third class', () => expect(() => f1({ gold: [2], predicted: [0] })).toThrow(/two classes/));
});

describe('matthews', () => {
  it('is (tp tn - fp fn) over the root of the margins', () => {
    expect(matthews({ gold, predicted })).toBeCloseTo((3 * 4 - 1 * 2) / Math.sqrt(4 * 5 * 5 * 6), 12);
  });
  it('is 1, -1 and 0 at the ends and in the middle', () => {
    expect(matthews({ gold: [0, 1], predicted: [0, 1] })).toBe(1);
    expect(matthews({ gold: [0, 1], predicted: [1, 0] })).toBe(-1);
    expect(matthews({ gold: [0, 1], predicted: [1, 1] })).toBe(0);
  });
});

describe('auc', () => {
  it('counts the pairs in order', () => {
    // Positives score 0.2 and 0.9, negatives 0.1 and 0.5: three pairs of four.
    expect(auc({ gold: [0, 1, 0, 1], scores: [0.1, 0.2, 0.5, 0.9] })).toBe(0.75);
  });
  it('counts ties as one half', () => {
    expect(auc({ gold: [0, 1, 1, 0], scores: [1, 1, 1, 1] })).toBe(0.5);
  });
  it('is NaN with one class', () => expect(auc({ gold: [1], scores: [1] })).toBeNaN());
});

describe('scoreAll', () => {
  const judgments = { gold, predicted, scores: predicted };
  it('gives every metric for two classes', () => {
    expect(Object.keys(scoreAll(judgments, 2)).sort()).toEqual(Object.keys(metrics).sort());
  });
  it('leaves out for three what is for two', () => expect(Object.keys(scoreAll(judgments, 3))).toEqual(['accuracy', 'matthews_correlation']));
  it('leaves out an area that does not exist', () => {
    expect(scoreAll({ gold: [1], predicted: [1], scores: [1] }, 2)).not.toHaveProperty('auc');
  });
});
