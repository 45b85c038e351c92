/** A value of a run's record that is not what it was. */
export interface RecordDifference {
  /** Its dotted path, `configuration.training.steps` say. */
  readonly key: string;
  /** What it was and what it is, as a user reads it. */
  readonly text: string;
}

/**
 * Where two records differ, in the order of the earlier one's values. Records are compared as JSON holds them: what is
 * undefined is not there.
 *
 * @param earlier what run.json holds
 * @param now what a new run would write there
 */
export function recordDifferences(earlier: unknown, now: unknown): RecordDifference[] {
  const [before, after] = [leaves(earlier), leaves(now)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ key, text: `${key} was ${show(before[key])} and is ${show(after[key])}` }));
}

const show = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value));

const leaves = (record: unknown): Record<string, unknown> => flatten(JSON.parse(JSON.stringify(record)), '');

/** Leaves of nested objects by their dotted paths. */
function flatten(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [path]: value };
  const entries = Object.entries(value).map(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`));
  return Object.assign({}, ...entries) as Record<string, unknown>;
}
