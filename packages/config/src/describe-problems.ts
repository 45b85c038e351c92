import type { z } from 'zod';

import { didYouMean } from './did-you-mean.js';
import { schemaKeys } from './schema-keys.js';
import { showValue } from './show-value.js';

type Issue = z.core.$ZodIssue;

/** One thing that is wrong with a value. */
export interface Problem {
  /** Where, as `training.steps` or `phases[0].path`; empty for the value as a whole. */
  readonly key: string;
  readonly expected: string;
  readonly received: string;
}

/** What zod found wrong (parsed with `reportInput`), in words; an unknown key makes a problem of its own. */
export function describeProblems(schema: z.core.$ZodType, issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => describe(schema, issue));
}

function describe(schema: z.core.$ZodType, issue: Issue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = schemaKeys(schema, issue.path);
    return issue.keys.map((key) => unknownKey(keyName([...issue.path, key]), key, known));
  }
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue);
    if (branch !== undefined) {
      return describeProblems(
        schema,
        branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
      );
    }
  }
  const key = keyName(issue.path);
  return [{ key, expected: expectation(issue), received: reception(issue) }];
}

function unknownKey(path: string, key: string, known: readonly string[]): Problem {
  const suggestion = didYouMean(key, known);
  const hint = suggestion === undefined ? '' : ` (did you mean "${suggestion}"?)`;
  const expected = known.length === 0 ? 'no keys here' : `one of the keys ${known.join(', ')}`;
  return { key: path, expected, received: `the unknown key "${key}"${hint}` };
}

/** Of a union's alternatives the one that the value was meant to be: of the right kind, but wrong inside. */
function nearestBranch(issue: Issue & { code: 'invalid_union' }): Issue[] | undefined {
  const wrongInside = issue.errors.filter((errors) =>
    errors.every((inner) => inner.path.length > 0 || !['invalid_type', 'invalid_value'].includes(inner.code)),
  );
  return wrongInside.sort((a, b) => a.length - b.length)[0];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return amount(issue.origin, relation(issue, 'at least', 'above'), issue.minimum);
    case 'too_big':
      return amount(issue.origin, relation(issue, 'at most', 'below'), issue.maximum);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union': {
      if (issue.errors.length === 0) return oneOf((issue as { options?: readonly unknown[] }).options ?? []);
      return [...new Set(issue.errors.flat().map(expectation))].join(' or ');
    }
    case 'invalid_key':
    case 'invalid_element':
      return [...new Set(issue.issues.map(expectation))].join(' and ');
    default:
      return issue.message;
  }
}

function reception(issue: Issue): string {
  const atDiscriminator = issue.code === 'invalid_union' && issue.errors.length === 0;
  const input = atDiscriminator ? (issue.input as Record<PropertyKey, unknown>)[issue.path.at(-1)!] : issue.input;
  if (input === undefined) return 'nothing (the key is missing)';
  const values = issue.code === 'invalid_value' ? issue.values.filter((value) => typeof value === 'string') : [];
  const suggestion = typeof input === 'string' ? didYouMean(input, values) : undefined;
  return suggestion === undefined ? showValue(input) : `${showValue(input)} (did you mean "${suggestion}"?)`;
}

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function relation(issue: { exact?: boolean; inclusive?: boolean }, inclusive: string, exclusive: string): string {
  if (issue.exact) return 'exactly';
  return issue.inclusive === false ? exclusive : inclusive;
}

function amount(origin: string, comparison: string, bound: number | bigint): string {
  if (origin === 'string') return `a text of ${comparison} ${bound} characters`;
  if (origin === 'array') return `a list of ${comparison} ${bound} entries`;
  return `a number ${comparison} ${bound}`;
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map(showValue);
  return shown.length === 1 ? shown[0] : `one of ${shown.join(', ')}`;
}

function keyName(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');
}
