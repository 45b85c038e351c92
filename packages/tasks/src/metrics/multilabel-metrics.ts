/**
 * How well sets of labels are found: `accuracy` is the share of examples whose set is exactly right, `f1_micro` the F1
 * over all decisions, `f1_macro` the mean F1 of the labels (0 for one that is neither there nor predicted), as
 * scikit-learn's `accuracy_score` and `f1_score` have them.
 *
 * @param labels all labels that there are
 */
export function multilabelMetrics(
  gold: readonly (readonly string[])[],
  predicted: readonly (readonly string[])[],
  labels: readonly string[],
): Record<'accuracy' | 'f1_micro' | 'f1_macro', number> {
  const counts = new Map(labels.map((label) => [label, { both: 0, either: 0 }]));
  let exact = 0;
  gold.forEach((right, i) => {
    const [own, found] = [new Set(right), new Set(predicted[i])];
    if (own.size === found.size && [...own].every((label) => found.has(label))) exact++;
    for (const [label, count] of counts) {
      count.both += Number(own.has(label) && found.has(label));
      count.either += Number(own.has(label)) + Number(found.has(label));
    }
  });
  const f1 = ({ both, either }: { both: number; either: number }) => (either === 0 ? 0 : (2 * both) / either);
  const all = [...counts.values()];
  const total = { both: sum(all.map(({ both }) => both)), either: sum(all.map(({ either }) => either)) };
  return {
    accuracy: gold.length === 0 ? 0 : exact / gold.length,
    f1_micro: f1(total),
    f1_macro: all.length === 0 ? 0 : sum(all.map(f1)) / all.length,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
