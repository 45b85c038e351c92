import { UserError } from '@electra-ts/config';

/**
 * Checks what a vocabulary is trained from, but for its size, which each kind of vocabulary has its own least of.
 *
 * @param operation the function that was called
 * @throws {TypeError} for a text in place of texts: JavaScript would hand out its characters.
 * @throws {UserError} for a frequency or a number of characters that is none.
 */
export function checkTraining(
  operation: string,
  texts: AsyncIterable<string> | Iterable<string>,
  { minFrequency, alphabetLimit }: { readonly minFrequency: number; readonly alphabetLimit?: number },
): void {
  if (typeof texts === 'string') throw new TypeError(`${operation}: expected texts, such as [text], received one text`);
  check('The least frequency of a pair is wrong', minFrequency, 0);
  if (alphabetLimit !== undefined) check('The number of characters to keep is wrong', alphabetLimit, 1);
}

function check(what: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UserError({ what, expected: `a whole number, at least ${least}`, received: String(value) });
}
