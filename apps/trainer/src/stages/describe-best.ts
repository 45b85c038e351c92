/** The evaluation that was kept, in words: a correlation with answers that are all the same has no value, which is null in a file. */
export function describeBest(metric: string, value: number | null | undefined): string {
  return typeof value !== 'number' || Number.isNaN(value) ? `${metric} had no value in any evaluation, the first of which is kept,` : `best ${metric} ${value.toFixed(4)}`;
}
