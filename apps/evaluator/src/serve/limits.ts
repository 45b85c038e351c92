/** How much a server takes on. */
export interface Limits {
  /** Largest body of a request, in bytes; more is answered 413. */
  readonly bodyBytes: number;
  /** Most tokens that a model reads for one request, those of all overlapping windows; more is answered 413. */
  readonly mostTokens: number;
  /** Longest time for a request to arrive whole, in milliseconds; more is answered 408. */
  readonly receiveMilliseconds: number;
  /** Longest time for an answer, waiting included, in milliseconds; more is answered 503. */
  readonly answerMilliseconds: number;
  /** Requests that may wait for the model, of all clients; more are answered 503. */
  readonly waiting: number;
  /** Requests of one address that may be in progress; more are answered 429. */
  readonly perClient: number;
  /** Requests that are computed together. */
  readonly batch: number;
}

/** Generous for a person and for a few programs on one machine, and small enough that nothing piles up. */
export const defaultLimits: Limits = {
  bodyBytes: 64 * 1024,
  // 64 windows of 512. A lone text of that many bytes fits; two of a pair, of which each window meets each, do not.
  mostTokens: 32_768,
  receiveMilliseconds: 10_000,
  answerMilliseconds: 30_000,
  waiting: 256,
  perClient: 64,
  batch: 32,
};
