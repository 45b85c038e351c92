/** What a metric compares, one entry an example. */
export interface Judgments {
  /** The right class of each example, as its place among the task's labels. */
  readonly gold: ArrayLike<number>;
  /** The predicted class of each example. */
  readonly predicted: ArrayLike<number>;
  /** For two classes, each example's probability of the second. */
  readonly scores: ArrayLike<number>;
}

/** Share of examples whose predicted class is right. 0 for no examples. */
export function accuracy({ gold, predicted }: Pick<Judgments, 'gold' | 'predicted'>): number {
  let right = 0;
  for (let i = 0; i < gold.length; i++) if (gold[i] === predicted[i]) right++;
  return gold.length === 0 ? 0 : right / gold.length;
}

/** Right and wrong answers of a task with two classes, the second being the positive one. */
interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

function confusion({ gold, predicted }: Pick<Judgments, 'gold' | 'predicted'>): Confusion {
  const cells = [0, 0, 0, 0];
  for (let i = 0; i < gold.length; i++) {
    if (gold[i] > 1 || predicted[i] > 1) throw new RangeError('This metric is for two classes; a third one was met.');
    cells[2 * gold[i] + predicted[i]]++;
  }
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = cells;
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/**
 * Harmonic mean of precision and recall for the second of two classes. 0 where no example of it is found.
 *
 * @throws RangeError at a third class
 */
export function f1(judgments: Pick<Judgments, 'gold' | 'predicted'>): number {
  const { truePositives, falsePositives, falseNegatives } = confusion(judgments);
  return truePositives === 0 ? 0 : (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}

/**
 * Matthews' correlation coefficient, the official metric of CoLA and of GLUE's diagnostic set: 1 for perfect answers, 0
 * for chance and wherever one class is all that is predicted, as scikit-learn has it. For more than two classes it is
 * Gorodkin's R_K.
 */
export function matthews({ gold, predicted }: Pick<Judgments, 'gold' | 'predicted'>): number {
  if (!Array.from(gold).concat(Array.from(predicted)).every((place) => place <= 1)) return manyClasses({ gold, predicted });
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = confusion({ gold, predicted });
  const scale = Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
  return scale === 0 ? 0 : (tp * tn - fp * fn) / scale;
}

function manyClasses({ gold, predicted }: Pick<Judgments, 'gold' | 'predicted'>): number {
  const count = gold.length;
  const right = Math.round(accuracy({ gold, predicted }) * count);
  const sizes = (values: ArrayLike<number>) => {
    const found = new Map<number, number>();
    for (let i = 0; i < count; i++) found.set(values[i], (found.get(values[i]) ?? 0) + 1);
    return found;
  };
  const [own, other] = [sizes(gold), sizes(predicted)];
  const products = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>) =>
    [...a].reduce((sum, [place, size]) => sum + size * (b.get(place) ?? 0), 0);
  const scale = Math.sqrt(count ** 2 - products(own, own)) * Math.sqrt(count ** 2 - products(other, other));
  return scale === 0 ? 0 : (right * count - products(own, other)) / scale;
}

/**
 * Area under the ROC curve of two classes: the chance that an example of the second class scores above one of the
 * first, ties counting one half. Computed from the sum of ranks (Mann and Whitney's U).
 *
 * @returns NaN where one class is missing
 */
export function auc({ gold, scores }: Pick<Judgments, 'gold' | 'scores'>): number {
  const order = Array.from(scores, (score, index) => ({ score, positive: gold[index] === 1 }));
  order.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  let positives = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && order[end].score === order[start].score) end++;
    // Equal scores share the mean of their ranks, which are counted from 1.
    const rank = (start + 1 + end) / 2;
    for (; start < end; start++) {
      if (order[start].positive) {
        positives++;
        rankSum += rank;
      }
    }
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Metrics by the name that official scripts give them; `f1` and `auc` are for two classes. */
export const metrics = {
  accuracy,
  f1,
  matthews_correlation: matthews,
  auc,
} satisfies Record<string, (judgments: Judgments) => number>;

/** A metric's name in task files and results. */
export type MetricName = keyof typeof metrics;

/** Every metric that applies: accuracy and Matthews' for any task, the others where it has two classes and both occur. */
export function scoreAll(judgments: Judgments, classes: number): Partial<Record<MetricName, number>> {
  const scores: Partial<Record<MetricName, number>> = { accuracy: accuracy(judgments) };
  if (classes === 2) scores.f1 = f1(judgments);
  scores.matthews_correlation = matthews(judgments);
  if (classes !== 2) return scores;
  const area = auc(judgments);
  if (!Number.isNaN(area)) scores.auc = area;
  return scores;
}
