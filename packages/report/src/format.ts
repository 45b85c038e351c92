const PREFIXES = [
  [1e18, 'E'],
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/**
 * A large count with an SI prefix and three significant digits: 13549057 -> `13.5 M`.
 *
 * @param unit follows the prefix: 13549057 `tokens` -> `13.5 Mtokens`, 7 of them -> `7 tokens`
 */
export function formatQuantity(value: number, unit = ''): string {
  const [size, prefix] = PREFIXES.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  return `${Number((value / size).toPrecision(3))} ${prefix}${unit}`.trimEnd();
}

/** A metric with four significant digits, never in exponent form for the sizes losses have; `-` where there is none. */
export function formatMetric(value: number): string {
  if (!Number.isFinite(value)) {
    return '-';
  }
  return Math.abs(value) >= 1000 ? formatQuantity(value) : `${Number(value.toPrecision(4))}`;
}
