import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { electraConfig } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { memory, ones, setBackend, tensor2d, zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import { classificationShapes } from './classification-shapes.js';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { ElectraForSequenceClassification } from './electra-for-sequence-classification.js';

const config = electraConfig({
  vocabSize: 7,
  embeddingSize: 4,
  hiddenSize: 8,
  numHiddenLayers: 1,
  numAttentionHeads: 2,
  intermediateSize: 8,
  maxPositionEmbeddings: 5,
});
const labels = ['ham', 'spam', 'eggs'];

describe('ElectraForSequenceClassification', () => {
  let folder: string;
  const inputs = () => ({
    ids_BT: tensor2d([[2, 5, 3], [2, 6, 3]], undefined, 'int32'),
    attentionMask_BT: ones([2, 3]) as Tensor2D,
    types_BT: zeros([2, 3], 'int32') as Tensor2D,
  });

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'sequence-classification-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('saves and loads without a change, labels included', async () => {
    const model = ElectraForSequenceClassification.create(config, { labels, seed: 1 });
    await model.savePretrained(folder);
    const json = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
    expect(json).toMatchObject({
      architectures: ['ElectraForSequenceClassification'],
      id2label: { 0: 'ham', 1: 'spam', 2: 'eggs' },
      label2id: { ham: 0, spam: 1, eggs: 2 },
    });
    const loaded = await ElectraForSequenceClassification.fromPretrained(folder);
    expect(loaded.labels).toEqual(labels);
    const logits = loaded.logits(inputs(), null);
    expect(logits.shape).toEqual([2, 3]);
    expect(logits.dataSync()).toEqual(model.logits(inputs(), null).dataSync());
  });

  it('takes the encoder of another model and starts a head of its own', async () => {
    const pretrained = ElectraForPreTraining.create(config, { seed: 9 });
    await pretrained.savePretrained(folder);
    const fresh = await ElectraForSequenceClassification.fromPretrained(folder, { labels, seed: 4 });
    expect(Object.keys(fresh.parameters)).toEqual(Object.keys(classificationShapes(config, 3)));
    for (const [name, { shape }] of Object.entries(fresh.parameters)) {
      expect(shape).toEqual(classificationShapes(config, 3)[name]);
      if (name.startsWith('electra.')) {
        expect(fresh.parameters[name].dataSync()).toEqual(pretrained.parameters[name].dataSync());
      }
    }
    const again = await ElectraForSequenceClassification.fromPretrained(folder, { labels, seed: 4 });
    const other = await ElectraForSequenceClassification.fromPretrained(folder, { labels, seed: 5 });
    const head = (model: ElectraForSequenceClassification) => model.parameters['classifier.dense.weight'].dataSync();
    expect(head(again)).toEqual(head(fresh));
    expect(head(other)).not.toEqual(head(fresh));
  });

  it('does not take a discriminator for a classifier', async () => {
    await ElectraForPreTraining.create(config, { seed: 9 }).savePretrained(folder);
    const loading = ElectraForSequenceClassification.fromPretrained(folder);
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(/4 missing: classifier\.dense\.weight.*4 not part of this model: discrim/);
  });

  it('refuses labels before it makes anything', async () => {
    const before = memory().numTensors;
    const twice = { labels: ['a', 'a'], seed: 1 };
    expect(() => ElectraForSequenceClassification.create(config, twice)).toThrow(UserError);
    expect(memory().numTensors).toBe(before);
  });

  it('saves and loads what its logits mean', async () => {
    const head = { labels: ['similarity'], problemType: 'regression', seed: 1 } as const;
    await ElectraForSequenceClassification.create(config, head).savePretrained(folder);
    const json = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
    expect(json).toMatchObject({ problem_type: 'regression', id2label: { 0: 'similarity' } });
    const loaded = await ElectraForSequenceClassification.fromPretrained(folder);
    expect([loaded.problemType, loaded.logits(inputs(), null).shape]).toEqual(['regression', [2, 1]]);
    const several = { labels, problemType: 'multi_label_classification', seed: 1 } as const;
    expect((await ElectraForSequenceClassification.fromPretrained(folder, several)).problemType).toBe(
      'multi_label_classification',
    );
  });

  it('saves and loads a dropout of its own', async () => {
    await ElectraForSequenceClassification.create(config, { labels, seed: 1, classifierDropout: 0.4 }).savePretrained(folder);
    expect((await ElectraForSequenceClassification.fromPretrained(folder)).classifierDropout).toBe(0.4);
    expect((await ElectraForSequenceClassification.fromPretrained(folder, { labels, seed: 1 })).classifierDropout).toBeUndefined();
    expect(() => ElectraForSequenceClassification.create(config, { labels, seed: 1, classifierDropout: 1 })).toThrow(UserError);
  });

  it("has the reference's pooled head where it is asked for, and keeps it when saved", async () => {
    const model = ElectraForSequenceClassification.create(config, { labels, seed: 1, head: 'pooled' });
    expect(Object.keys(model.parameters).filter((name) => !name.startsWith('electra.'))).toEqual(['classifier.weight', 'classifier.bias']);
    await model.savePretrained(folder);
    const json = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
    expect(json['architectures']).toEqual(['ElectraForPooledSequenceClassification']);
    const loaded = await ElectraForSequenceClassification.fromPretrained(folder);
    expect(loaded.head).toBe('pooled');
    expect(loaded.logits(inputs(), null).dataSync()).toEqual(model.logits(inputs(), null).dataSync());
    // Fine-tuning begins with transformers' head again unless it is told otherwise.
    expect((await ElectraForSequenceClassification.fromPretrained(folder, { labels, seed: 1 })).head).toBe('transformers');
    const again = await ElectraForSequenceClassification.fromPretrained(folder, { labels, seed: 1, head: 'pooled' });
    expect(Object.keys(again.parameters)).toEqual(Object.keys(model.parameters));
  });

  it('takes a single label for regression only', () => {
    const create = () => ElectraForSequenceClassification.create(config, { labels: ['similarity'], seed: 1 });
    expect(create).toThrow(/at least two labels/);
  });

  it('leaves one tensor, its result', () => {
    const model = ElectraForSequenceClassification.create(config, { labels, seed: 1 });
    const batch = inputs();
    const before = memory().numTensors;
    model.logits(batch, null).dispose();
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });
});
