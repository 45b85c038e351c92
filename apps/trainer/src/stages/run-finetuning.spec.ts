import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { electraConfig } from '@electra-ts/nn';
import { resolveTask } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { StageProgress } from '../progress/stage-progress.js';
import { runFinetuning } from './run-finetuning.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];

describe('runFinetuning', () => {
  let folder: string;
  let shown: string;
  const at = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'run-finetuning-'));
    const { runtime } = await createRuntime({ engine: 'cpu' });
    const sizes = { embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4 };
    const config = electraConfig({ ...sizes, vocabSize: vocabulary.length, maxPositionEmbeddings: 8 });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    await model.savePretrained(at('model'));
    model.dispose();
    await Tokenizer.fromVocabulary(vocabulary).save(at('model'));
    await runtime.dispose();
    for (const split of ['train', 'dev']) writeFileSync(at(`${split}.tsv`), 'sentence\tlabel\na\t1\nb\t0\n');
  });
  beforeEach(() => {
    shown = '';
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (data: string) => {
    const progress = new StageProgress({ title: 'finetune', output: { write: (text) => (shown += text) } });
    const configuration = { training: { epochs: 2 }, engine: { name: 'cpu' } };
    return runFinetuning({ task: await resolveTask('sst2'), model: at('model'), data, out: at('out'), configuration }, progress);
  };

  it('tells each evaluation in its turn, and how it ended', async () => {
    const { step, reason, results } = await run(folder);
    expect([step, reason, results?.steps, results?.labels]).toEqual([2, 'completed', 2, ['0', '1']]);
    const evaluations = results?.history ?? [];
    expect(evaluations.map((each) => each.step)).toEqual([1, 2]);
    for (const { step: at, metrics } of evaluations) {
      expect(shown).toMatch(new RegExp(`^step ${at}, development data: .*accuracy ${metrics['accuracy'].toFixed(3)}`, 'm'));
    }
    expect(shown.startsWith(results?.engine ?? 'none')).toBe(true);
    expect(shown).toMatch(/^labels in training: 0 \(1\), 1 \(1\)$/m);
  });

  it('fails with what is wrong', async () => {
    rmSync(at('out'), { recursive: true, force: true });
    await expect(run(at('absent'))).rejects.toThrow(/absent/);
    expect(shown).toBe('');
  });
});
