import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { CounterRandom } from '@electra-ts/ops';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { ElectraForTokenClassification } from './electra-for-token-classification.js';
import { tinyConfig, tinyInputs } from './task-models.fixture.js';

const labels = ['O', 'B-PER', 'I-PER', 'B-LOC'];

describe('ElectraForTokenClassification', () => {
  let folder: string;

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'token-classification-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('saves and loads without a change, labels included', async () => {
    const model = ElectraForTokenClassification.create(tinyConfig, { labels, seed: 1 });
    await model.savePretrained(folder);
    const json = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
    expect(json).toMatchObject({ architectures: ['ElectraForTokenClassification'], label2id: { O: 0, 'B-LOC': 3 } });
    const loaded = await ElectraForTokenClassification.fromPretrained(folder);
    expect(loaded.labels).toEqual(labels);
    const logits = loaded.logits(tinyInputs(), null);
    expect(logits.shape).toEqual([2, 3, 4]);
    expect(logits.dataSync()).toEqual(model.logits(tinyInputs(), null).dataSync());
  });

  it('takes the encoder of another model, and not the model itself', async () => {
    const pretrained = ElectraForPreTraining.create(tinyConfig, { seed: 9 });
    await pretrained.savePretrained(folder);
    const fresh = await ElectraForTokenClassification.fromPretrained(folder, { labels, seed: 4 });
    const words = 'electra.embeddings.word_embeddings.weight';
    expect(fresh.parameters[words].dataSync()).toEqual(pretrained.parameters[words].dataSync());
    expect(fresh.parameters['classifier.weight'].shape).toEqual([4, 8]);
    const loading = ElectraForTokenClassification.fromPretrained(folder);
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(/2 missing: classifier\.weight, classifier\.bias; 4 not part of this model/);
  });

  it('drops out before its layer where it is given random numbers', () => {
    const config = { ...tinyConfig, attentionProbsDropoutProb: 0, hiddenDropoutProb: 0.5 };
    const model = ElectraForTokenClassification.create(config, { labels, seed: 1 });
    const random = new CounterRandom({ seed: 1, step: 1 });
    const masks = jest.spyOn(random, 'keepMask');
    model.logits(tinyInputs(), random);
    // Embeddings, two residual branches of the block, and the head.
    expect(masks.mock.calls.map(([, rate]) => rate)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('refuses a single label before it makes anything, and leaves one tensor, its result', () => {
    const before = memory().numTensors;
    expect(() => ElectraForTokenClassification.create(tinyConfig, { labels: ['O'], seed: 1 })).toThrow(UserError);
    const model = ElectraForTokenClassification.create(tinyConfig, { labels, seed: 1 });
    const inputs = tinyInputs();
    const count = memory().numTensors;
    model.logits(inputs, null).dispose();
    expect(memory().numTensors).toBe(count);
    model.dispose();
    Object.values(inputs).forEach((input) => input.dispose());
    expect(memory().numTensors).toBe(before);
  });
});
