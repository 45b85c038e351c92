/** How a detector's yes-or-no answers compare with the truth, over the tokens that count. */
export interface DetectionCounts {
  readonly tokens: number;
  /** Tokens that really are replaced. */
  readonly replaced: number;
  /** Tokens that the detector calls replaced. */
  readonly called: number;
  /** Replaced tokens that it calls replaced. */
  readonly found: number;
}

/** Shares between 0 and 1 derived from `DetectionCounts`. */
export interface DetectionShares {
  /** Tokens judged rightly. */
  readonly accuracy: number;
  /** Accuracy of calling every token original: what a detector that learned nothing reaches. */
  readonly alwaysOriginal: number;
  /** Of the tokens called replaced, those that are. 0 when none is called. */
  readonly precision: number;
  /** Of the replaced tokens, those that are called so. 0 when none is replaced. */
  readonly recall: number;
}

/**
 * Counts a detector's answers; a token is called replaced where its logit is above 0, that is where its probability
 * is above one half (reference: the sign of the logit, `run_pretraining.py`).
 *
 * @param logits one for each token
 * @param replaced 1 where the token is replaced, otherwise 0; as long as `logits`
 * @throws RangeError when the lengths differ
 */
export function countDetections(logits: ArrayLike<number>, replaced: ArrayLike<number>): DetectionCounts {
  if (logits.length !== replaced.length) {
    throw new RangeError(`countDetections: expected one label a logit, got ${logits.length} and ${replaced.length}.`);
  }
  let positives = 0;
  let called = 0;
  let found = 0;
  for (let token = 0; token < logits.length; token++) {
    const isCalled = (logits[token] as number) > 0;
    if (replaced[token]) positives++;
    if (isCalled) called++;
    if (isCalled && replaced[token]) found++;
  }
  return { tokens: logits.length, replaced: positives, called, found };
}

/** Accuracy, the always-original baseline, precision and recall. All are 0 when there are no tokens. */
export function detectionShares(counts: DetectionCounts): DetectionShares {
  const { tokens, replaced, called, found } = counts;
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const wrong = called - found + (replaced - found);
  return {
    accuracy: share(tokens - wrong, tokens),
    alwaysOriginal: share(tokens - replaced, tokens),
    precision: share(found, called),
    recall: share(found, replaced),
  };
}
