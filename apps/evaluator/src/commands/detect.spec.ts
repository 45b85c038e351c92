import { findOpenVino } from '@electra-ts/compiler';
import { SmallModels } from '../small-models.fixture.js';

describe('electra-evaluator detect', () => {
  const models = new SmallModels();
  beforeAll(async () => {
    for (const name of ['discriminator', 'classifier', 'generator'] as const) await models.write(name);
  });
  afterAll(() => models.remove());

  it('gives one JSON document with a place and a probability for each token', async () => {
    const { status, out } = await models.run(['detect', ...models.flags('discriminator'), '--text', 'The chef cooked', '--json']);
    expect(status).toBe(0);
    const [{ text, tokens }] = JSON.parse(out);
    expect(tokens.map(({ start, end }: { start: number; end: number }) => text.slice(start, end))).toEqual(['The', 'chef', 'cook', 'ed']);
    for (const { replaced } of tokens) expect(replaced > 0 && replaced < 1).toBe(true);
  });

  it('marks tokens for people, or names the likeliest', async () => {
    const { out } = await models.run(['detect', ...models.flags('discriminator'), '--input', '-'], 'the chef\ncooked meal\n');
    for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/\[\[.*\t\S+ 0\.[5-9]|\tnone above 0\.5, likeliest \S+ 0\.\d\d$/);
  });

  it('refuses a folder without a model', () => models.refused(['detect', '--model', 'nowhere', '--text', 'x'], /nowhere holds no model/));

  it('says what a folder holds that is no discriminator', async () => {
    const asked = (name: 'classifier' | 'generator') => ['detect', ...models.flags(name), '--text', 'x'];
    await models.refused(asked('classifier'), /classifier holds a model that was fine-tuned for classification: expected a discriminator.*electra-evaluator predict/);
    await models.refused(asked('generator'), /generator holds a generator: expected a discriminator/);
  });

  it('says once that a pair is not read', async () => {
    const lines = '{"text": "the chef", "pair": "a meal"}\n{"text": "the", "pair": "meal"}\nmeal\n';
    const { status, out, err } = await models.run(['detect', ...models.flags('discriminator'), '--input', '-', '--json'], lines);
    expect([status, JSON.parse(out).map(({ text }: { text: string }) => text)]).toEqual([0, ['the chef', 'the', 'meal']]);
    expect(err).toMatch(/^warning: Standard input, line 1: "pair" is not read, only "text": .*\n$/);
    expect(err.match(/pair/g)).toHaveLength(1);
  });

  it('refuses a precision that the engine does not compute in, and one that there is not', async () => {
    const asked = (precision: string) => ['detect', ...models.flags('discriminator'), '--text', 'x', '--precision', precision];
    await models.refused(asked('bfloat16'), /The engine cpu does not compute in bfloat16: expected openvino, or auto\. Choose --engine openvino, or --precision float32\./);
    await models.refused(asked('bfloat'), /'bfloat' is invalid.*float32, bfloat16, auto/);
  });

  it('computes with as many threads as it is told, and says what runs to who asks for a precision', async () => {
    const asked = ['detect', '--model', models.at('discriminator'), '--engine', 'onnxruntime', '--text', 'the chef', '--threads', '1'];
    const { err } = await models.run([...asked, '--precision', 'float32']);
    expect(err).toMatch(/^engine onnxruntime \S+ \(.*float32.*; 1 thread\) on .*\n$/);
    expect((await models.run(asked)).err).toBe('');
  });

  const installed = findOpenVino() !== undefined;
  (installed ? it : it.skip)('finds nearly the same probabilities in bfloat16 (skipped where OpenVINO is not installed)', async () => {
    const detect = async (precision: string) => {
      const asked = ['--engine', 'openvino', '--precision', precision, '--text', 'the chef cooked the meal', '--json'];
      const { status, out, err } = await models.run(['detect', '--model', models.at('discriminator'), ...asked]);
      expect(status).toBe(0);
      expect(err).toMatch(/^engine openvino \S+ \((?:float32|bfloat16)/);
      const [{ tokens }] = JSON.parse(out) as [{ tokens: { replaced: number }[] }];
      return { tokens, ran: /bfloat16;/.test(err) };
    };
    const exact = await detect('float32');
    const rounded = await detect('bfloat16');
    const apart = exact.tokens.map(({ replaced }, i) => Math.abs(replaced - rounded.tokens[i].replaced));
    // bfloat16 has 8 bits: products of a network of one layer move a probability by less than a hundredth.
    expect(Math.max(...apart)).toBeLessThan(1e-2);
    // Where the processor has bfloat16, it was not float32 after all.
    expect(Math.max(...apart) > 0).toBe(rounded.ran);
  }, 60_000);
});
