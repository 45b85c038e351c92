import { UserError } from '@electra-ts/config';

/** What bounds the asking of a model about texts, where others wait for the same model. */
export interface ReadingLimits {
  /** Ends it before the next batch: its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Most tokens that the model may have to read for one text: those of all its windows, special ones included. Any number when absent. */
  readonly mostTokens?: number | undefined;
}

/** One text, or what belongs together, is more to read than was allowed. Nothing has been computed. */
export class TooMuchToRead extends UserError {}

/**
 * To be called before anything is computed.
 *
 * @param reading how often the model is asked about one text (`windows`), and what it reads in all of them (`tokens`)
 * @throws TooMuchToRead where that is more than `mostTokens`
 */
export function checkReading(reading: { readonly windows: number; readonly tokens: number }, mostTokens = Infinity): void {
  const { windows, tokens } = reading;
  if (tokens <= mostTokens) return;
  throw new TooMuchToRead({
    what: 'This is too much to read at once',
    expected: `at most ${mostTokens} tokens for the model, counted in each of the overlapping windows that have them`,
    received: `${tokens} tokens in ${windows} windows`,
    remedy: 'Shorten it, or ask about its parts one by one.',
  });
}
