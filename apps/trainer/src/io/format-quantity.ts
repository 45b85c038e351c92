/** A count with three significant digits and an SI prefix before a unit that follows: 13549057 -> `13.5 M`, 7 -> `7 `. */
export function formatQuantity(count: number): string {
  const [size, prefix] = ([[1e15, 'P'], [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const).find(([least]) => count >= least) ?? [1, ''];
  return `${Number((count / size).toPrecision(3))} ${prefix}`;
}
