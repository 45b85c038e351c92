/** A duration in at most two units: '0.4 s', '59 s', '2 min 05 s', '3 h 07 min', '2 d 04 h'; below ten seconds one decimal. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return pair(whole, 60, 'min', 's');
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 24 * 60 ? pair(minutes, 60, 'h', 'min') : pair(Math.round(minutes / 60), 24, 'd', 'h');
}

function pair(count: number, perLarge: number, large: string, small: string): string {
  return `${Math.floor(count / perLarge)} ${large} ${String(count % perLarge).padStart(2, '0')} ${small}`;
}
