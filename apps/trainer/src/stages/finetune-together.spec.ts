import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { electraConfig } from '@electra-ts/nn';
import { readMultitaskResults, taskFile } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { finetuneTogether } from './finetune-together.js';

describe('finetuneTogether', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'finetune-together-'));
    const { runtime } = await createRuntime({ engine: 'cpu' });
    const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const model = ElectraForPreTraining.create(electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 }), { seed: 1 });
    await model.savePretrained(at('model'));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(at('model'));
    await runtime.dispose();
    for (const task of ['one', 'two']) {
      mkdirSync(at(task));
      for (const split of ['train', 'dev']) writeFileSync(at(task, `${split}.tsv`), 'text\tlabel\na\t1\nb\t0\n');
    }
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => rmSync(folder, { recursive: true }));

  const tasks = ['one', 'two'].map((name) => ({ task: taskFile.parse({ name, kind: 'classification' }), name }));
  const configuration = { seed: 1, training: { epochs: 2 }, engine: { name: 'cpu' } };
  const run = (out: string, signal = new AbortController().signal) =>
    finetuneTogether({
      ...{ title: 'finetune', shown: out, quiet: false, signal, model: at('model'), out: at(out) },
      tasks: tasks.map(({ task, name }) => ({ task, data: at(name) })),
      configuration,
    });

  it("tells each task's share and model, and the mean", async () => {
    let shown = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (shown += String(text)) !== '');
    const result = await run('out');
    const results = await readMultitaskResults(at('out'));
    expect(result.steps).toBe(results?.steps);
    expect(result.mean).toBe(results?.best?.metrics['mean']);
    expect(result.tasks.map(({ task, out }) => [task, out])).toEqual([['one', at('out', 'one')], ['two', at('out', 'two')]]);
    expect(result.tasks.reduce((sum, { steps }) => sum + steps, 0)).toBe(result.steps);
    const [one, two] = result.tasks;
    expect(shown).toContain(`an encoder for one (${one.steps} of ${result.steps} steps), two (${two.steps} of ${result.steps} steps)`);
    expect(shown).toContain('two: labels in training: 0 (1), 1 (1)\n');
    expect(shown).toMatch(/one: accuracy \d\.\d{4}, model in out\/one/);
    expect(shown).toMatch(/best mean \d\.\d{4} at step \d+ of \d+; .* models in out/);
  });

  it('rejects with the reason where it was stopped', async () => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(run('stopped', AbortSignal.abort(new Error('stopped by hand')))).rejects.toThrow('stopped by hand');
  });
});
