import { copyFileSync, mkdirSync } from 'node:fs';
import { writeClassifier } from '../runs/runs.fixture.js';
import { SmallModels } from '../small-models.fixture.js';

describe('electra-evaluator predict', () => {
  const models = new SmallModels();
  beforeAll(async () => {
    await models.write('classifier');
    await models.write('discriminator');
  });
  afterAll(() => models.remove());

  it('gives a label for each line, of any length, in order', async () => {
    const lines = ['the meal', Array<string>(100).fill('chef').join(' '), '{"text": "cooked"}'];
    const { out } = await models.run(['predict', ...models.flags('classifier'), '--input', '-', '--json'], lines.join('\n'));
    const answers = JSON.parse(out);
    expect(answers.map(({ text }: { text: string }) => text)).toEqual(['the meal', lines[1], 'cooked']);
    for (const { label, scores } of answers) {
      expect(Object.keys(scores)).toEqual(['ham', 'spam']);
      expect(scores[label]).toBeGreaterThanOrEqual(0.5);
      expect(scores['ham'] + scores['spam']).toBeCloseTo(1, 5);
    }
  });

  it('reports a line that it cannot use by its number and answers the others, unless told to stop', async () => {
    const lines = 'the meal\n{"txt": "x"}\n{oops\ncooked\n';
    const args = ['predict', ...models.flags('classifier'), '--input', '-', '--json'];
    const { status, out, err } = await models.run(args, lines);
    const answers = JSON.parse(out);
    expect(answers.map(({ text, error }: { text?: string; error?: string }) => text ?? error)).toEqual([
      'the meal',
      expect.stringMatching(/^Standard input, line 2: .*no text under "text"/),
      expect.stringMatching(/^Standard input, line 3 is not JSON/),
      'cooked',
    ]);
    expect(err).toMatch(/line 2(.|\n)*line 3(.|\n)*2 lines of 4 could not be used/);
    expect(status).toBe(2);
    const stopped = await models.run([...args, '--on-error', 'stop'], lines);
    expect([stopped.status, stopped.out]).toEqual([2, '']);
  });

  it('keeps a place for a blank line, so that answers line up with the input', async () => {
    const lines = 'the meal\n\ncooked\n';
    const args = ['predict', ...models.flags('classifier'), '--input', '-'];
    const { status, out, err } = await models.run(args, lines);
    expect(out.split('\n').map((line) => line.split('\t').at(-1))).toEqual(['the meal', '', 'cooked', '']);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(/^Standard input, line 2 is blank: (.|\n)*1 line of 3 could not be used/) });
    const json = JSON.parse((await models.run([...args, '--json'], lines)).out) as { text?: string; error?: string }[];
    expect(json.map(({ text, error }) => text ?? error)).toEqual(['the meal', expect.stringMatching(/line 2 is blank/), 'cooked']);
  });

  it('refuses a blank text, plain or in JSON', async () => {
    const args = ['predict', ...models.flags('classifier'), '--text'];
    await models.refused([...args, ''], /--text is blank/);
    await models.refused([...args, '{"text":""}'], /--text: What is under "text" is blank/);
    await models.refused([...args, '{"text":"a","pair":" "}'], /--text: What is under "pair" is blank/);
  });

  it('has a line for each line of the input, whatever the texts hold', async () => {
    const texts = ['the\nmeal', 'a\tchef\u001b[31m', 'cooked\r\u2028'];
    const { out } = await models.run(['predict', ...models.flags('classifier'), '--input', '-'], texts.map((text) => JSON.stringify({ text })).join('\n'));
    expect(out.trimEnd().split(/[\r\n\u2028]/).map((line) => line.split('\t').slice(2))).toEqual([['the\\nmeal'], ['a\\tchef\\u001b[31m'], ['cooked\\r\\u2028']]);
    await models.refused(['predict', ...models.flags('classifier'), '--text', '{\u001b[31m'], /--text is not JSON: .* received \{\\u001b\[31m/);
  });

  it('takes a pair by --text, and wants one of a model that was fine-tuned on pairs', async () => {
    await writeClassifier(models.at('of-pairs'), { pairs: true });
    const args = ['predict', '--model', models.at('of-pairs'), '--engine', 'cpu', '--text'];
    await models.refused([...args, 'the meal'], /--text: The input has no text under "pair", and the model was fine-tuned on pairs/);
    const { out } = await models.run([...args, '{"text": "the meal", "pair": "meal"}', '--json']);
    expect(JSON.parse(out)).toMatchObject([{ text: 'the meal', pair: 'meal' }]);
  });

  it('says how to fine-tune a checkpoint of pre-training', async () => {
    for (const role of ['discriminator', 'generator']) {
      mkdirSync(models.at('checkpoint-000010', role), { recursive: true });
      copyFileSync(models.at('discriminator', 'config.json'), models.at('checkpoint-000010', role, 'config.json'));
    }
    const told = new RegExp(`checkpoint-000010 is a checkpoint of pre-training: expected a fine-tuned model.*electra-trainer finetune --task … --model ${models.at('checkpoint-000010')} `);
    await models.refused(['predict', '--model', models.at('checkpoint-000010'), '--text', 'x'], told);
  });

  it('refuses a model without a head', () =>
    models.refused(['predict', ...models.flags('discriminator'), '--text', 'x'], /discriminator holds a model without a head.*finetune/));
});
