import { type Judgment, qualityOf } from './quality-of.js';

/**
 * How good an evaluation of several tasks is: the mean of their metrics, each in 0 to 1 (correlations in -1 to 1), so that
 * SQuAD's percent are divided by 100. A metric without a value, such as the correlation with answers that are all the same, counts as 0.
 *
 * @param found each task's metrics by their official names; tasks have a metric of which more is better (`checkTasks`)
 */
export function meanQuality(found: readonly { readonly task: Judgment; readonly metrics: Readonly<Record<string, number>> }[]): number {
  const values = found.map(({ task, metrics }) => {
    const quality = qualityOf(task, metrics);
    if (!Number.isFinite(quality)) return 0;
    return task.kind === 'question-answering' ? quality / 100 : quality;
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
