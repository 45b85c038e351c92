const PREFIXES = [
  [1e18, 'E'],
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A large count with an SI prefix and three significant digits: 13549057 -> `13.5 M`. */
export function formatQuantity(value: number): string {
  for (const [size, prefix] of PREFIXES) {
    if (Math.abs(value) >= size) {
      return `${Number((value / size).toPrecision(3))} ${prefix}`;
    }
  }
  return `${Number(value.toPrecision(3))}`;
}

/** Seconds as people say them: `48 s`, `6 min 05 s`, `2 h 03 min`; below ten seconds one decimal. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  }
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A metric with four significant digits, never in exponent form for the sizes losses have; `-` where there is none. */
export function formatMetric(value: number): string {
  if (!Number.isFinite(value)) {
    return '-';
  }
  return Math.abs(value) >= 1000 ? formatQuantity(value) : `${Number(value.toPrecision(4))}`;
}
