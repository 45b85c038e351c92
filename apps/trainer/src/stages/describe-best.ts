/** The evaluation that was kept, in words: a correlation with answers that are all the same has no value. */
export function describeBest(metric: string, value = NaN): string {
  return Number.isNaN(value) ? `${metric} had no value in any evaluation, the first of which is kept,` : `best ${metric} ${value.toFixed(4)}`;
}
