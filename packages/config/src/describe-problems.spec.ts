import { z } from 'zod';

import { describeProblems } from './describe-problems.js';

function problems(schema: z.ZodType, value: unknown) {
  const result = schema.safeParse(value, { reportInput: true });
  return describeProblems(schema, result.error?.issues ?? []);
}

describe('describeProblems', () => {
  it.each([
    [z.int(), 1.5, 'a whole number', '1.5'],
    [z.int(), 'many', 'a number', '"many"'],
    [z.number(), undefined, 'a number', 'nothing (the key is missing)'],
    [z.number().positive(), -1, 'a number above 0', '-1'],
    [z.number().min(1), 0, 'a number at least 1', '0'],
    [z.number().lt(1), 1, 'a number below 1', '1'],
    [z.number().max(1), 2, 'a number at most 1', '2'],
    [z.number().multipleOf(8), 3, 'a multiple of 8', '3'],
    [z.string().min(1), '', 'a text of at least 1 characters', '""'],
    [z.array(z.int()).length(2), [1], 'a list of exactly 2 entries', '[1]'],
    [z.boolean(), 'yes', 'true or false', '"yes"'],
    [z.strictObject({}), [], 'a mapping', '[]'],
    [z.enum(['token', 'word']), 'wrod', 'one of "token", "word"', '"wrod" (did you mean "word"?)'],
    [z.literal('gelu'), 'relu', '"gelu"', '"relu" (did you mean "gelu"?)'],
    [z.union([z.literal('auto'), z.int()]), true, '"auto" or a number', 'true'],
    [z.number().refine((n) => n % 2 === 0, 'an even number'), 3, 'an even number', '3'],
    [z.record(z.enum(['a']), z.int()).or(z.int()), 'x', 'a mapping or a number', '"x"'],
  ])('case %#', (schema, value, expected, received) => {
    expect(problems(schema, value)).toEqual([{ key: '', expected, received }]);
  });

  it('names keys by their path', () => {
    const schema = z.strictObject({ phases: z.array(z.strictObject({ steps: z.int() })) });
    expect(problems(schema, { phases: [{ steps: 1 }, { steps: 'x' }] })[0].key).toBe('phases[1].steps');
  });

  it('names an unknown key, the keys there are and the one that was meant', () => {
    const training = z.strictObject({ steps: z.int().default(1), rate: z.number().default(1) });
    const schema = z.strictObject({ training });
    expect(problems(schema, { training: { stesp: 3, zzz: 1 } })).toEqual([
      {
        key: 'training.stesp',
        expected: 'one of the keys steps, rate',
        received: 'the unknown key "stesp" (did you mean "steps"?)',
      },
      { key: 'training.zzz', expected: 'one of the keys steps, rate', received: 'the unknown key "zzz"' },
    ]);
  });

  it('names a key that stands where none may', () => {
    expect(problems(z.strictObject({ a: z.strictObject({}) }), { a: { b: 1 } })).toEqual([
      { key: 'a.b', expected: 'no keys here', received: 'the unknown key "b"' },
    ]);
  });

  it('names the alternatives of a discriminated union', () => {
    const schema = z.strictObject({
      objective: z.discriminatedUnion('name', [
        z.strictObject({ name: z.literal('rtd') }),
        z.strictObject({ name: z.literal('mlm') }),
      ]),
    });
    expect(problems(schema, { objective: { name: 'rtx' } })).toEqual([
      { key: 'objective.name', expected: 'one of "rtd", "mlm"', received: '"rtx"' },
    ]);
    expect(problems(schema, { objective: {} })[0].received).toBe('nothing (the key is missing)');
  });

  it('looks inside the alternative of a union that the value was meant to be', () => {
    const schema = z.strictObject({ every: z.union([z.int(), z.strictObject({ steps: z.int() })]) });
    expect(problems(schema, { every: { steps: 'x' } })).toEqual([
      { key: 'every.steps', expected: 'a number', received: '"x"' },
    ]);
    expect(problems(schema, { every: { stps: 1, steps: 1 } })[0].received).toContain('did you mean "steps"');
  });
});
