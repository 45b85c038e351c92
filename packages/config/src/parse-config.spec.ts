import { z } from 'zod';

import { parseConfig } from './parse-config.js';
import { UserError } from './user-error.js';

const schema = z.strictObject({
  seed: z.int().default(7),
  training: z.strictObject({ steps: z.int().positive(), batchSize: z.int().positive().default(32) }),
});

describe('parseConfig', () => {
  it('fills in defaults', () => {
    expect(parseConfig(schema, { training: { steps: 10 } }, 'run.yaml')).toEqual({
      seed: 7,
      training: { steps: 10, batchSize: 32 },
    });
  });

  it('says what is wrong', () => {
    const parse = () => parseConfig(schema, { training: { steps: -5 } }, 'run.yaml');
    expect(parse).toThrow(UserError);
    expect(parse).toThrow('run.yaml, training.steps: expected a number above 0, received -5.');
  });

  it('lists every problem in one paragraph', () => {
    const parse = () => parseConfig(schema, { sede: 1, training: { steps: 'x' } }, 'run.yaml');
    expect(parse).toThrow(
      'run.yaml has 2 problems. training.steps: expected a number, received "x"; ' +
        'sede: expected one of the keys seed, training, received the unknown key "sede" (did you mean "seed"?).',
    );
  });

  it('rejects a value that is no mapping at all', () => {
    expect(() => parseConfig(schema, null, 'run.yaml')).toThrow('run.yaml: expected a mapping, received null.');
  });

  it('rejects a key that would be a prototype', () => {
    const value: unknown = JSON.parse('{"training": {"steps": 1}, "__proto__": {"x": 1}}');
    expect(() => parseConfig(schema, value, 'run.json')).toThrow('the unknown key "__proto__"');
  });

  it('refuses a schema that would drop unknown keys', () => {
    expect(() => parseConfig(z.strictObject({ a: z.object({}) }), { a: {} }, 'x')).toThrow(TypeError);
  });
});
