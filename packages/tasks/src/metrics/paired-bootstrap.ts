import { pause } from '@electra-ts/config';
import { seededRandom } from '@electra-ts/data';

/** How much better one system is than another on the same examples. */
export interface PairedDifference {
  /** The first's score less the second's, on all examples. */
  readonly difference: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Two-sided: how often a difference as clear would come about by the choice of examples if there were none. */
  readonly p: number;
}

/** Scores of several systems on all examples, and on samples of them. */
export interface BootstrapScores {
  /** One a system. */
  readonly observed: readonly number[];
  /** [resamples] one a system each, all on the same sample. */
  readonly resampled: readonly (readonly number[])[];
}

/** What `bootstrapScores` is told. */
export interface BootstrapOptions {
  /** Examples that there are. */
  readonly count: number;
  /** Scores of all systems on a sample, given as places of examples, which may repeat. */
  readonly scoreOf: (sample: readonly number[]) => readonly number[];
  /** Default 1000. */
  readonly resamples?: number;
  /** The same seed draws the same samples. Default 0. */
  readonly seed?: number;
  /** Ends it between two samples. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Scores systems on samples of the examples, as many as there are, drawn with replacement (Efron 1979). All systems are
 * scored on the same samples, so that what makes a sample easy or hard drops out of their differences. Between samples the
 * event loop turns.
 *
 * @throws the reason of `signal`
 */
export async function bootstrapScores(options: BootstrapOptions): Promise<BootstrapScores> {
  const { count, scoreOf, resamples = 1000, seed = 0, signal } = options;
  const random = seededRandom(seed);
  const observed = scoreOf(Array.from({ length: count }, (_, place) => place));
  const resampled: (readonly number[])[] = [];
  while (resampled.length < resamples) {
    await pause(signal);
    resampled.push(scoreOf(Array.from({ length: count }, () => random.integer(0, count - 1))));
  }
  return { observed, resampled };
}

/**
 * The paired bootstrap test (Efron and Tibshirani 1993, chapter 15; Koehn 2004) of two of the systems. Samples on which a
 * score does not exist (NaN, a correlation of equal numbers say) are left out.
 *
 * @param first place of the one that is subtracted from
 * @param second place of the other
 */
export function pairedDifference({ observed, resampled }: BootstrapScores, first: number, second: number): PairedDifference {
  const draws = resampled
    .map((scores) => scores[first] - scores[second])
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const quantile = (q: number) => (draws.length === 0 ? NaN : draws[Math.round(q * (draws.length - 1))]);
  // One more in numerator and denominator, as a sample of 1000 cannot show that something never happens.
  const tail = (part: number) => (part + 1) / (draws.length + 1);
  const against = Math.min(draws.filter((value) => value <= 0).length, draws.filter((value) => value >= 0).length);
  return {
    difference: observed[first] - observed[second],
    low: quantile(0.025),
    high: quantile(0.975),
    p: Math.min(1, 2 * tail(against)),
  };
}
