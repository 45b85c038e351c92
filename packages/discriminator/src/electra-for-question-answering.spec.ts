import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { ElectraForQuestionAnswering } from './electra-for-question-answering.js';
import { tinyConfig, tinyInputs } from './task-models.fixture.js';

describe('ElectraForQuestionAnswering', () => {
  let folder: string;

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'question-answering-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('gives starts from its first output and ends from its second', () => {
    const model = ElectraForQuestionAnswering.create(tinyConfig, { seed: 1 });
    model.parameters['qa_outputs.weight'].assign(zeros([2, 8]));
    model.parameters['qa_outputs.bias'].assign(tensor1d([3, 7]));
    const { start_BT, end_BT } = model.logits(tinyInputs(), null);
    expect(start_BT.arraySync()).toEqual([[3, 3, 3], [3, 3, 3]]);
    expect(end_BT.arraySync()).toEqual([[7, 7, 7], [7, 7, 7]]);
  });

  it('saves and loads without a change', async () => {
    const model = ElectraForQuestionAnswering.create(tinyConfig, { seed: 1 });
    await model.savePretrained(folder);
    const loaded = await ElectraForQuestionAnswering.fromPretrained(folder);
    const [ours, theirs] = [model, loaded].map((each) => each.logits(tinyInputs(), null));
    expect(theirs.start_BT.dataSync()).toEqual(ours.start_BT.dataSync());
    expect(theirs.end_BT.dataSync()).toEqual(ours.end_BT.dataSync());
  });

  it('takes the encoder of another model, and not the model itself', async () => {
    await ElectraForPreTraining.create(tinyConfig, { seed: 9 }).savePretrained(folder);
    const heads = await Promise.all([4, 4, 5].map(async (seed) => {
      const { parameters } = await ElectraForQuestionAnswering.fromPretrained(folder, { seed });
      return parameters['qa_outputs.weight'].dataSync();
    }));
    expect(heads[1]).toEqual(heads[0]);
    expect(heads[2]).not.toEqual(heads[0]);
    await expect(ElectraForQuestionAnswering.fromPretrained(folder)).rejects.toThrow(/2 missing: qa_outputs\.weight/);
  });

  it('takes what fits where it is told to, and says what did not', async () => {
    const pretrained = ElectraForPreTraining.create(tinyConfig, { seed: 9 });
    await pretrained.savePretrained(folder);
    const onMismatch = jest.fn();
    const loose = { strict: false, seed: 4, onMismatch };
    const { parameters } = await ElectraForQuestionAnswering.fromPretrained(folder, undefined, loose);
    const words = 'electra.embeddings.word_embeddings.weight';
    expect(parameters[words].dataSync()).toEqual(pretrained.parameters[words].dataSync());
    const heads = Object.keys(pretrained.parameters).filter((name) => name.startsWith('discriminator_predictions'));
    const unknown = heads.sort(); // the order of the file
    const missing = ['qa_outputs.weight', 'qa_outputs.bias'];
    expect(onMismatch.mock.calls).toEqual([[{ missing, unknown, different: [] }]]);
  });

  it('refuses a model of other outputs', async () => {
    await ElectraForQuestionAnswering.create(tinyConfig, { seed: 1 }).savePretrained(folder);
    const path = join(folder, 'config.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...json, id2label: { 0: 'a', 1: 'b', 2: 'c' } }));
    const loading = ElectraForQuestionAnswering.fromPretrained(folder);
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(/two outputs.*received an id2label of 3/);
  });

  it('leaves two tensors, its results', () => {
    const model = ElectraForQuestionAnswering.create(tinyConfig, { seed: 1 });
    const inputs = tinyInputs();
    const before = memory().numTensors;
    const { start_BT, end_BT } = model.logits(inputs, null);
    expect(memory().numTensors).toBe(before + 2);
    start_BT.dispose();
    end_BT.dispose();
  });
});
