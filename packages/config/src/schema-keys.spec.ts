import { z } from 'zod';

import { schemaKeys, silentMappings } from './schema-keys.js';

const schema = z.strictObject({
  seed: z.int().default(0),
  training: z.strictObject({ steps: z.int(), rate: z.number() }).optional(),
  phases: z.array(z.strictObject({ path: z.string() })),
  files: z.record(z.string(), z.strictObject({ bytes: z.int() })),
  objective: z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('rtd'), weight: z.number() }),
    z.strictObject({ name: z.literal('mlm') }),
  ]),
  pair: z.tuple([z.strictObject({ left: z.int() }), z.strictObject({ right: z.int() })]),
  piped: z.strictObject({ text: z.string() }).transform((value) => value.text),
});

describe('schemaKeys', () => {
  it.each([
    [[], ['seed', 'training', 'phases', 'files', 'objective', 'pair', 'piped']],
    [['training'], ['steps', 'rate']],
    [['phases', 3], ['path']],
    [['files', 'any'], ['bytes']],
    [['objective'], ['name', 'weight']],
    [['pair', 0], ['left', 'right']],
    [['piped'], ['text']],
    [['seed'], []],
    [['nowhere', 'at all'], []],
    [['toString'], []],
  ])('at %j', (path, keys) => {
    expect(schemaKeys(schema, path)).toEqual(keys);
  });

  it('follows a schema that contains itself', () => {
    type Tree = { label: string; children: Tree[] };
    const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ label: z.string(), children: z.array(tree) }));
    expect(schemaKeys(tree, ['children', 0, 'children', 1])).toEqual(['label', 'children']);
    expect(silentMappings(tree)).toEqual([]);
  });
});

describe('silentMappings', () => {
  it('finds the mappings that drop unknown keys', () => {
    const mixed = z.strictObject({
      loud: z.strictObject({}),
      open: z.looseObject({}),
      quiet: z.object({ inner: z.object({}).optional() }),
      list: z.array(z.object({})),
    });
    expect(silentMappings(mixed)).toEqual(['quiet', 'quiet.inner', 'list[]']);
    expect(silentMappings(z.object({}))).toEqual(['(top)']);
  });
});
