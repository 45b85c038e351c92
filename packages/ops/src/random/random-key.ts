/**
 * Names one stream of random numbers. Equal keys give equal numbers, on every machine and in every process, so a
 * training step can be repeated exactly from its seed and its number.
 */
export interface RandomKey {
  /** Of the run: a safe integer, 0 or more. */
  readonly seed: number;
  /** Of the training step: an integer in [0, 2^32). */
  readonly step: number;
  /** The place within the step that draws: an integer in [0, 2^32). */
  readonly site: number;
}

const WORD = 2 ** 32;

/**
 * Checks a key before it is used.
 *
 * @param operation Name that the error carries.
 * @throws RangeError when seed, step or site is not an integer of its range.
 */
export function checkKey(operation: string, key: RandomKey): void {
  if (!Number.isSafeInteger(key.seed) || key.seed < 0) {
    throw new RangeError(`${operation}: expected seed to be an integer in [0, 2^53), received ${key.seed}`);
  }
  for (const name of ['step', 'site'] as const) {
    const value = key[name];
    if (!Number.isInteger(value) || value < 0 || value >= WORD) {
      throw new RangeError(`${operation}: expected ${name} to be an integer in [0, 2^32), received ${value}`);
    }
  }
}
