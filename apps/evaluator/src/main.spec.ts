import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { ElectraForPreTraining, ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { ElectraForMaskedLM } from '@electra-ts/generator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import { setBackend } from '@tensorflow/tfjs-core';

const bin = join(__dirname, '..', 'bin', 'electra-evaluator.mjs');
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'chef', 'cook', '##ed', 'meal'];

/** Runs the built command as a user does. */
function evaluator(args: string[], input = ''): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], (error, out, err) =>
      resolve({ status: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end(input);
  });
}

describe('electra-evaluator', () => {
  let folder: string;
  const model = (name: string) => ['--model', join(folder, name), '--engine', 'cpu'];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evaluator-'));
    await setBackend('cpu');
    const sizes = { hiddenSize: 8, embeddingSize: 8, numHiddenLayers: 1, numAttentionHeads: 2, intermediateSize: 16 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 16 });
    const models = {
      discriminator: ElectraForPreTraining.create(config, { seed: 1 }),
      generator: ElectraForMaskedLM.create(config, { seed: 1 }),
      classifier: ElectraForSequenceClassification.create(config, { labels: ['ham', 'spam'], seed: 1 }),
    };
    for (const [name, each] of Object.entries(models)) {
      await each.savePretrained(join(folder, name));
      await Tokenizer.fromVocabulary(vocabulary).save(join(folder, name));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('detects: one JSON document with a place and a probability for each token', async () => {
    const { status, out } = await evaluator(['detect', ...model('discriminator'), '--text', 'The chef cooked', '--json']);
    expect(status).toBe(0);
    const [{ text, tokens }] = JSON.parse(out);
    expect(tokens.map(({ start, end }: { start: number; end: number }) => text.slice(start, end))).toEqual(['The', 'chef', 'cook', 'ed']);
    for (const { replaced } of tokens) expect(replaced > 0 && replaced < 1).toBe(true);
  });

  it('fills masks, best first', async () => {
    const { out } = await evaluator(['fill-mask', ...model('generator'), '--text', 'the [MASK]', '--top-k', '2', '--json']);
    const [{ masks }] = JSON.parse(out);
    expect(masks).toHaveLength(1);
    expect(masks[0]).toHaveLength(2);
    expect(masks[0][0].score).toBeGreaterThanOrEqual(masks[0][1].score);
  });

  it('predicts a label for each line, of any length, in order', async () => {
    const lines = ['the meal', Array<string>(100).fill('chef').join(' '), '{"text": "cooked"}'];
    const { out } = await evaluator(['predict', ...model('classifier'), '--input', '-', '--json'], lines.join('\n'));
    const answers = JSON.parse(out);
    expect(answers.map(({ text }: { text: string }) => text)).toEqual(['the meal', lines[1], 'cooked']);
    for (const { label, scores } of answers) {
      expect(Object.keys(scores)).toEqual(['ham', 'spam']);
      expect(scores[label]).toBeGreaterThanOrEqual(0.5);
      expect(scores['ham'] + scores['spam']).toBeCloseTo(1, 5);
    }
  });

  it('embeds each line as a vector', async () => {
    const { out } = await evaluator(['embed', ...model('discriminator'), '--input', '-', '--pooling', 'cls'], 'the chef\nthe meal\n');
    const vectors = out.trim().split('\n').map((line) => JSON.parse(line) as number[]);
    expect(vectors.map(({ length }) => length)).toEqual([8, 8]);
    expect(vectors[0]).not.toEqual(vectors[1]);
  });

  it('reports a line that it cannot use by its number and answers the others, unless told to stop', async () => {
    const lines = 'the meal\n{"txt": "x"}\n{oops\ncooked\n';
    const args = ['predict', ...model('classifier'), '--input', '-', '--json'];
    const { status, out, err } = await evaluator(args, lines);
    const answers = JSON.parse(out);
    expect(answers.map(({ text, error }: { text?: string; error?: string }) => text ?? error)).toEqual([
      'the meal',
      expect.stringMatching(/^Standard input, line 2: .*no text under "text"/),
      expect.stringMatching(/^Standard input, line 3 is not JSON/),
      'cooked',
    ]);
    expect(err).toMatch(/line 2(.|\n)*line 3(.|\n)*2 lines of 4 could not be used/);
    expect(status).toBe(2);
    const stopped = await evaluator([...args, '--on-error', 'stop'], lines);
    expect([stopped.status, stopped.out]).toEqual([2, '']);
  });

  it('scores a task under official names', async () => {
    writeFileSync(join(folder, 'task.yaml'), 'name: mails\nkind: classification\n');
    writeFileSync(join(folder, 'dev.tsv'), 'text\tlabel\nthe meal\tham\nchef\tspam\n');
    const { out } = await evaluator([
      'score',
      ...model('classifier'),
      ...['--task', join(folder, 'task.yaml'), '--data', folder, '--json'],
    ]);
    expect(JSON.parse(out)).toMatchObject({ task: 'mails', split: 'dev', examples: 2 });
    expect([0, 0.5, 1]).toContain(JSON.parse(out).metrics.accuracy);
  });

  it.each([
    [['detect', '--text', 'x'], /required option '--model/],
    [['detekt'], /Did you mean detect/],
    [['detect', '--model', 'nowhere', '--text', 'x'], /nowhere holds no model/],
    [['fill-mask', '--model', 'GENERATOR', '--text', 'no mask'], /nothing to fill.*\[MASK\]/],
    [['predict', '--model', 'DISCRIMINATOR', '--text', 'x'], /discriminator holds a model without a head.*finetune/],
  ])('refuses %j with status 2 and one paragraph', async (args, message) => {
    const real = args.map((arg) => (/^[A-Z]+$/.test(arg) ? join(folder, arg.toLowerCase()) : arg));
    const { status, out, err } = await evaluator(real);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).not.toMatch(/\n\s+at /);
  });
});
