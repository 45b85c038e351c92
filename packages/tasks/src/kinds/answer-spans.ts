/** A stretch of tokens that may be an answer, and the sum of its two logits. */
export interface TokenSpan {
  /** First and last token of the window. */
  readonly first: number;
  readonly last: number;
  readonly logit: number;
}

/** What spans may be answers. */
export interface SpanLimits {
  /** Whether an answer may begin, and end, at a token. */
  readonly mayBegin: (token: number) => boolean;
  readonly mayEnd: (token: number) => boolean;
  /** Most tokens of an answer. */
  readonly longest: number;
  /** How many beginnings and ends are combined, and how many spans are given. */
  readonly best: number;
}

/**
 * The best spans of a window, best first: the likeliest beginnings with the likeliest ends, both of the tokens that are allowed (BERT's run_squad
 * takes the likeliest of all and then leaves out those that are not). Of equals the earlier comes first.
 */
export function answerSpans(starts: ArrayLike<number>, ends: ArrayLike<number>, limits: SpanLimits): TokenSpan[] {
  const { mayBegin, mayEnd, longest, best } = limits;
  const firsts = likeliest(starts, mayBegin, best);
  const lasts = likeliest(ends, mayEnd, best);
  const spans = firsts.flatMap((first) =>
    lasts
      .filter((last) => last >= first && last - first < longest)
      .map((last) => ({ first, last, logit: starts[first] + ends[last] })),
  );
  return spans.sort((a, b) => b.logit - a.logit || a.first - b.first || a.last - b.last).slice(0, best);
}

function likeliest(logits: ArrayLike<number>, allowed: (token: number) => boolean, count: number): number[] {
  const tokens = Array.from(logits, (_, token) => token).filter(allowed);
  return tokens.sort((a, b) => logits[b] - logits[a] || a - b).slice(0, count);
}
