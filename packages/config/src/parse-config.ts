import type { z } from 'zod';

import { describeProblems, type Problem } from './describe-problems.js';
import { silentMappings } from './schema-keys.js';
import { UserError } from './user-error.js';

/**
 * `value`, checked against `schema` and completed with the schema's defaults. Unknown keys are mistakes: write
 * mappings as `z.strictObject` (or `z.looseObject` where any key is welcome).
 *
 * @param where what the value is, for the message: a file's path, `--set`, …
 * @throws {UserError} with every problem in one paragraph: key, expected, received, and for an unknown key the one
 * that was probably meant.
 * @throws {TypeError} for a schema with a plain `z.object`, which would drop unknown keys silently.
 */
export function parseConfig<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const silent = silentMappings(schema);
  if (silent.length > 0) {
    throw new TypeError(
      `parseConfig: expected a schema of z.strictObject or z.looseObject, received z.object at ${silent.join(', ')}`,
    );
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw asUserError(describeProblems(schema, result.error.issues), where, result.error);
}

function asUserError(problems: readonly Problem[], where: string, cause: unknown): UserError {
  if (problems.length === 1) {
    const [{ key, expected, received }] = problems;
    return new UserError({ what: key === '' ? where : `${where}, ${key}`, expected, received }, { cause });
  }
  const list = problems.map(({ key, expected, received }) => {
    const finding = `expected ${expected}, received ${received}`;
    return key === '' ? finding : `${key}: ${finding}`;
  });
  return new UserError({ what: `${where} has ${problems.length} problems. ${list.join('; ')}` }, { cause });
}
