import { UserError } from '@electra-ts/config';

/**
 * What a model is asked about, as it is; the server refuses the same by its schemas.
 *
 * @throws UserError where one of its texts is blank
 */
export function refuseBlank<T extends object>(asked: T): T {
  for (const [key, value] of Object.entries(asked) as [string, unknown][]) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.some((each) => typeof each === 'string' && each.trim() === '')) {
      throw new UserError({ what: `What is under "${key}" is blank`, expected: 'a text that is not blank' });
    }
  }
  return asked;
}
