import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@electra-ts/compiler';
import { ElectraForPreTraining, ElectraForQuestionAnswering, ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { electraConfig, TooMuchToRead } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { classify } from './classify.js';
import { predict, Predictor, READ_AHEAD } from './predict.js';
import { defaultRecipe } from './recipe.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c'];

describe('a model of a folder', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'predict-'));
    await setBackend('cpu');
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8, initializerRange: 1 });
    const models = {
      classifier: ElectraForSequenceClassification.create(config, { labels: ['no', 'yes'], seed: 1 }),
      regressor: ElectraForSequenceClassification.create(config, { labels: ['score'], problemType: 'regression', seed: 1 }),
      questions: ElectraForQuestionAnswering.create(config, { seed: 1 }),
      bare: ElectraForPreTraining.create(config, { seed: 1 }),
    };
    for (const [name, model] of Object.entries(models)) {
      await model.savePretrained(at(name));
      await Tokenizer.fromVocabulary(vocabulary).save(at(name));
      model.dispose();
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const all = async <T>(answers: AsyncIterable<T>) => {
    const found: T[] = [];
    for await (const answer of answers) found.push(answer);
    return found;
  };
  const long = { text: 'a b c '.repeat(10).trim() };

  it('answers in the order of the examples, whichever share a batch', async () => {
    const texts = [long, { text: 'a' }, { text: 'b c' }, { text: 'a', pair: 'b' }];
    const together = await all(classify({ model: at('classifier'), engine: 'cpu', texts }));
    expect(together.map(({ text }) => text)).toEqual(texts.map(({ text }) => text));
    const alone = await all(classify({ model: at('classifier'), engine: 'cpu', texts: [texts[2]] }));
    expect(together[2].scores['yes']).toBeCloseTo(alone[0].scores['yes'], 6);
    expect(together[1].scores['yes']).not.toBeCloseTo(together[3].scores['yes'], 3);
  });

  it('refuses a model whose answers would mislead', async () => {
    const config = electraConfig({ embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 });
    const changed = async (name: string, labels: string[], change: (json: Record<string, unknown>) => object, spoil = false) => {
      const model = ElectraForSequenceClassification.create(config, { labels, seed: 2 });
      if (spoil) model.parameters['classifier.out_proj.bias'].assign(tensor1d(labels.map(() => NaN)));
      await model.savePretrained(at(name));
      model.dispose();
      await Tokenizer.fromVocabulary(vocabulary).save(at(name));
      await rm(join(at(name), 'manifest.json'), { force: true });
      const file = join(at(name), 'config.json');
      await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)));
      return all(predict({ model: at(name), engine: 'cpu', examples: [{ text: 'a' }] }));
    };
    await expect(changed('equal', ['x', 'y', 'z'], (json) => ({ ...json, id2label: { 0: 'x', 1: 'x', 2: 'y' } }))).rejects.toThrow(/two labels of one name.*\["x","x","y"\]/s);
    await expect(changed('several', ['x', 'y'], (json) => ({ ...json, problem_type: 'regression' }))).rejects.toThrow(/several numbers for a text.*received x, y/s);
    await expect(changed('spoiled', ['x', 'y'], (json) => json, true)).rejects.toThrow(/answers NaN/);
  });

  it('knows what kind of task the model is for', async () => {
    const predictor = await Predictor.open({ model: at('regressor'), engine: 'cpu' });
    expect([predictor.kindName, predictor.context.recipe.maxLength]).toEqual(['regression', 8]);
    const [answer] = await all(predictor.answers([{ text: 'a' }]));
    expect(answer).toEqual({ text: 'a', score: expect.any(Number) });
    await predictor.close();
  });

  it('wants pairs of a model that was fine-tuned on pairs, as far as its folder says so', async () => {
    const pairs = at('pairs');
    await cp(at('classifier'), pairs, { recursive: true });
    const inputOf = async (results: object) => {
      await writeFile(join(pairs, 'results.json'), JSON.stringify({ version: 1, recipe: defaultRecipe, ...results }));
      const predictor = await Predictor.open({ model: pairs, engine: 'cpu' });
      await predictor.close();
      return (values: Readonly<Record<string, unknown>>) => predictor.input(values);
    };
    const input = await inputOf({ pairs: true });
    expect(input({ text: 'a', pair: 'b' })).toEqual({ text: 'a', pair: 'b' });
    expect(() => input({ text: 'a' })).toThrow(/no text under "pair", and the model was fine-tuned on pairs.*received \{"text":"a"\}/);
    await expect(all(predict({ model: pairs, engine: 'cpu', examples: [{ text: 'a' }] }))).rejects.toThrow(/no text under "pair"/);
    for (const results of [{ pairs: false }, {}]) expect((await inputOf(results))({ text: 'a' })).toEqual({ text: 'a' });
  });

  it('tells once that a question is read in part, and nothing of texts, which are read in windows', async () => {
    const told: string[] = [];
    const asked = (question: string) => ({ question, context: 'a b c' });
    const predictor = await Predictor.open({ model: at('questions'), engine: 'cpu', warn: (message) => told.push(message) });
    await all(predictor.answers([asked('a b')]));
    expect(told).toEqual([]);
    await all(predictor.answers([asked('a b c'), asked('a b c a')]));
    await all(predictor.answers([asked('a b c')]));
    expect(told).toEqual(['questions of more than 2 tokens are read to there only (training.questionLength of the fine-tuning).']);
    await predictor.close();
    await all(predict({ model: at('classifier'), engine: 'cpu', warn: (message) => told.push(message), examples: [long] }));
    expect(told).toHaveLength(1);
  });

  it('ends where its signal is aborted, between two batches', async () => {
    const controller = new AbortController();
    const told = { model: at('classifier'), engine: 'cpu', signal: controller.signal } as const;
    let asked = 0;
    async function* texts() {
      for (; ; asked++) yield { text: 'a b' };
    }
    const answers = classify({ ...told, texts: texts() });
    await answers.next();
    controller.abort(new Error('enough'));
    await expect(all(answers)).rejects.toThrow('enough');
    // Those that had been read ahead, of which the next batch was refused.
    expect(asked).toBeLessThanOrEqual(2 * READ_AHEAD);
    await expect(all(predict({ ...told, examples: [{ text: 'a' }] }))).rejects.toThrow('enough');
  });

  it('reads no more for one example than it may, and stops between two batches where nobody waits any more', async () => {
    const predictor = await Predictor.open({ model: at('classifier'), engine: 'cpu' });
    const asked = (text: string, limits: object) => all(predictor.answers([{ text: 'a' }, { text, pair: 'b' }], limits));
    expect(await asked('a', { mostTokens: 5 })).toHaveLength(2);
    await expect(asked('a b', { mostTokens: 5 })).rejects.toThrow(TooMuchToRead);
    await expect(all(predictor.answers([long], { mostTokens: 47 }))).rejects.toThrow(/at most 47 tokens.*received 48 tokens in 6 windows/);
    const gone = new AbortController();
    setImmediate(() => gone.abort(new Error('gone')));
    const much = 'a '.repeat(3000);
    await expect(asked(much, { signal: gone.signal })).rejects.toThrow('gone');
    // The model serves others afterwards.
    expect(await asked('a', {})).toHaveLength(2);
    await predictor.close();
  });

  it('keeps what it compiled for another call', async () => {
    const predictor = await Predictor.open({ model: at('classifier'), engine: 'cpu' });
    const prepare = jest.spyOn((predictor as unknown as { readonly runtime: Runtime }).runtime, 'prepare');
    const [first] = await all(predictor.answers([{ text: 'a' }]));
    expect(await all(predictor.answers([{ text: 'b' }, { text: 'a' }]))).toEqual([expect.objectContaining({ text: 'b' }), first]);
    expect(prepare).toHaveBeenCalledTimes(1);
    await predictor.close();
  });

  it('refuses a model without a head, one of another kind, and examples that lack something', async () => {
    const examples = [{ text: 'a' }];
    await expect(all(predict({ model: at('bare'), engine: 'cpu', examples }))).rejects.toThrow(/without a head/);
    await expect(all(classify({ model: at('regressor'), engine: 'cpu', texts: examples }))).rejects.toThrow(/is no classifier.*a model for regression/);
    await expect(all(predict({ model: at('classifier'), engine: 'cpu', examples: [{ txt: 'a' }] }))).rejects.toThrow(/text/);
  });
});
