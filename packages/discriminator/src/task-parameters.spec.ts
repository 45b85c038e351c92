import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encoderShapes, linearShapes, type Pretrained, readPretrained } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { tinyConfig } from './task-models.fixture.js';
import { taskParameters } from './task-parameters.js';

describe('taskParameters', () => {
  const headShapes = linearShapes('classifier', 8, 3);
  const words = 'electra.embeddings.word_embeddings.weight';
  let folder: string;
  let stored: Pretrained;

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'task-parameters-'));
    await ElectraForPreTraining.create(tinyConfig, { seed: 9 }).savePretrained(folder);
    stored = await readPretrained(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('takes the encoder and starts the head anew, from the seed', () => {
    const first = taskParameters(stored, headShapes, 4, {});
    expect(Object.keys(first).sort()).toEqual([...Object.keys(encoderShapes(tinyConfig)), ...Object.keys(headShapes)].sort());
    expect(first[words].dataSync()).toEqual(stored.weights[words].data);
    const again = taskParameters(stored, headShapes, 4, {});
    expect(again['classifier.weight'].dataSync()).toEqual(first['classifier.weight'].dataSync());
    const other = taskParameters(stored, headShapes, 5, {});
    expect(other['classifier.weight'].dataSync()).not.toEqual(first['classifier.weight'].dataSync());
  });

  it('asks the folder for the head where none is to be made', () => {
    expect(() => taskParameters(stored, headShapes, null, {})).toThrow(/2 missing: classifier\.weight, classifier\.bias/);
  });

  it('fills in what is missing where it is told not to be strict', () => {
    const differences: unknown[] = [];
    const loaded = taskParameters(stored, headShapes, null, { strict: false, onMismatch: (mismatch) => differences.push(mismatch) });
    expect(loaded['classifier.weight'].shape).toEqual([3, 8]);
    expect(loaded[words].dataSync()).toEqual(stored.weights[words].data);
    expect(differences).toHaveLength(1);
  });
});
