/** What of a judged token tells whether it is the same as before. */
export interface Judged {
  readonly token: string;
  /** Probability that it was replaced. */
  readonly replaced: number;
}

/**
 * For each token how its doubt differs from before, where the same token stood at its place counted from the start or the
 * end; null where it is new.
 */
export function tokenChanges(before: readonly Judged[], now: readonly Judged[]): (number | null)[] {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head].token === now[head].token) head++;
  let tail = 0;
  const same = (n: number) => before[before.length - 1 - n].token === now[now.length - 1 - n].token;
  while (tail < most - head && same(tail)) tail++;
  return now.map(({ replaced }, i) => {
    const old = i < head ? before[i] : i >= now.length - tail ? before[before.length - (now.length - i)] : null;
    return old === null ? null : replaced - old.replaced;
  });
}
