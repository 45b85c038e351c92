import { UserError } from '@electra-ts/config';
import type { InputRecord } from './input-texts.js';
import { valueOf } from './input-texts.js';

/** What to do at a line that cannot be used: say so and go on, or end. */
export type OnError = 'report' | 'stop';

/** What to do for a command's options: a text of the command line has no others that could go on. */
export const onErrorOf = ({ text, onError }: { readonly text?: string; readonly onError: OnError }): OnError =>
  text === undefined ? onError : 'stop';

/** What came of a line. */
export type Outcome<T> = { readonly answer: T } | { readonly where: string; readonly error: UserError };

/** Unusable lines that may follow one another: more are no slips but another kind of file. */
export const MOST_BAD = 10_000;

/**
 * Answers to the lines of an input, in their order, with the lines that cannot be used in their places. Holds no more
 * than `answerAll` reads ahead.
 *
 * @param options.read what is asked about, out of a line's values; throws UserError where it is not there
 * @param options.answerAll answers a stream, one for each, in order; it may read ahead
 * @throws UserError at the first line that cannot be used where `onError` is `stop`, and after 10,000 of them in a row
 */
export async function* inOrder<Input, Answer>(
  records: AsyncIterable<InputRecord>,
  options: {
    readonly onError: OnError;
    readonly read: (values: Readonly<Record<string, unknown>>) => Input;
    readonly answerAll: (inputs: AsyncIterable<Input>) => AsyncIterable<Answer>;
  },
): AsyncGenerator<Outcome<Answer>> {
  const { onError, read, answerAll } = options;
  /** For each line that was read and not yet told about: what is wrong with it, null for nothing. */
  const waiting: ({ readonly where: string; readonly error: UserError } | null)[] = [];
  async function* usable(): AsyncGenerator<Input> {
    let bad = 0;
    for await (const record of records) {
      let input: Input;
      try {
        input = valueOf(record, read);
      } catch (error) {
        if (!(error instanceof UserError) || onError === 'stop') throw error;
        if (++bad > MOST_BAD) {
          throw new UserError({
            what: `${record.where}: ${MOST_BAD} lines in a row cannot be used`,
            remedy: `Is this the right input? The last one: ${error.message}`,
          });
        }
        waiting.push({ where: record.where, error });
        continue;
      }
      bad = 0;
      waiting.push(null);
      yield input;
    }
  }
  const failures = function* (): Generator<Outcome<Answer>> {
    for (let next = waiting[0]; next; next = waiting[0]) {
      waiting.shift();
      yield next;
    }
  };
  for await (const answer of answerAll(usable())) {
    yield* failures();
    waiting.shift();
    yield { answer };
  }
  yield* failures();
}
