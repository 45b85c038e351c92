import { UserError } from '@electra-ts/config';

/**
 * A text out of a line of input.
 *
 * @throws UserError where the key is missing, or holds something else
 */
export function inputText(values: Readonly<Record<string, unknown>>, key: string): string {
  const value = values[key];
  if (typeof value === 'string') return value;
  throw new UserError({
    what: `The input has no text under "${key}"`,
    expected: `a JSON object with a string "${key}"`,
    received: JSON.stringify(values).slice(0, 80),
  });
}

/** The same for a key that need not be there. */
export function optionalText(values: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return values[key] === undefined ? undefined : inputText(values, key);
}

/**
 * A list of texts out of a line of input.
 *
 * @param fewest how many there must be
 * @throws UserError where the key is missing, or holds something else
 */
export function inputTexts(values: Readonly<Record<string, unknown>>, key: string, fewest: number): string[] {
  const value = values[key];
  if (Array.isArray(value) && value.length >= fewest && value.every((each) => typeof each === 'string')) return value;
  throw new UserError({
    what: `The input has no list of texts under "${key}"`,
    expected: `a JSON object with "${key}", a list of at least ${fewest} strings`,
    received: JSON.stringify(values).slice(0, 80),
  });
}
