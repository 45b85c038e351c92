/* Numbers that depend on the sizes of axes, told from recordings with several sizes. */

/** The size of each axis that has a name. */
export type Sizes = ReadonlyMap<string, number>;

/** A whole number times the sizes of some axes. */
export interface SizeTerm {
  readonly factor: number;
  /** Names of axes, sorted. */
  readonly axes: readonly string[];
}

/**
 * What gives `values[i]` for the sizes `samples[i]`. The first sample is the one that each of the following changes in one axis, in the order of its names; the last has all of
 * them changed, and proves what the others say.
 *
 * @returns undefined where no product of sizes does
 */
export function sizeTerm(values: readonly number[], samples: readonly Sizes[]): SizeTerm | undefined {
  const [value, base] = [values[0] as number, samples[0] as Sizes];
  const axes = [...base.keys()].filter((_, index) => values[index + 1] !== value).sort();
  const factor = value / product(axes, base);
  const term = { factor, axes };
  return Number.isInteger(factor) && samples.every((sizes, index) => termValue(term, sizes) === values[index]) ? term : undefined;
}

/** The number that a term is for some sizes. */
export function termValue({ factor, axes }: SizeTerm, sizes: Sizes): number {
  return factor * product(axes, sizes);
}

/** A term as a size is written: a number, the name of an axis, or such as '2*batch*sequence'. */
export function describeTerm({ factor, axes }: SizeTerm): number | string {
  if (axes.length === 0) return factor;
  return [...(factor === 1 ? [] : [factor]), ...axes].join('*');
}

/** Sizes to record with: no two alike, and none that a network is likely to have by itself. */
export function sampleSizes(names: readonly string[]): Sizes[] {
  const primes = [5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43];
  if (2 * names.length > primes.length) throw new Error(`expected at most ${primes.length / 2} names of axes; received ${names.length}: ${names.join(', ')}.`);
  const of = (isChanged: (index: number) => boolean): Sizes => new Map(names.map((name, index) => [name, primes[2 * index + (isChanged(index) ? 1 : 0)] as number]));
  return [of(() => false), ...names.map((_, changed) => of((index) => index === changed)), of(() => true)];
}

function product(axes: readonly string[], sizes: Sizes): number {
  return axes.reduce((result, axis) => result * (sizes.get(axis) as number), 1);
}
