import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import '@tensorflow/tfjs-backend-cpu';
import { memory, reshape, setBackend, type Tensor3D } from '@tensorflow/tfjs-core';
import { ElectraForMultipleChoice, type ChoiceInputs } from './electra-for-multiple-choice.js';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { tinyConfig, tinyInputs } from './task-models.fixture.js';

describe('ElectraForMultipleChoice', () => {
  let folder: string;
  const inputs = (batch: number, choices: number): ChoiceInputs => {
    const { ids_BT, attentionMask_BT, types_BT } = tinyInputs();
    const [ids_BCT, attentionMask_BCT, types_BCT] = [ids_BT, attentionMask_BT, types_BT].map(
      (rows) => reshape(rows, [batch, choices, 3]) as Tensor3D,
    );
    return { ids_BCT, attentionMask_BCT, types_BCT };
  };

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'multiple-choice-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('judges each choice by itself', () => {
    const model = ElectraForMultipleChoice.create(tinyConfig, { seed: 1 });
    const together = model.logits(inputs(1, 2), null);
    const apart = model.logits(inputs(2, 1), null);
    expect(together.shape).toEqual([1, 2]);
    expect(apart.shape).toEqual([2, 1]);
    expect(together.dataSync()).toEqual(apart.dataSync());
  });

  it('saves and loads without a change, the dropout of its summary included', async () => {
    const model = ElectraForMultipleChoice.create(tinyConfig, { seed: 1 });
    await model.savePretrained(folder);
    const path = join(folder, 'config.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    expect(json['summary_last_dropout']).toBe(0.1);
    await writeFile(path, JSON.stringify({ ...json, summary_last_dropout: 0.25 }));
    const loaded = await ElectraForMultipleChoice.fromPretrained(folder);
    expect(loaded.summaryDropout).toBe(0.25);
    expect(loaded.logits(inputs(1, 2), null).dataSync()).toEqual(model.logits(inputs(1, 2), null).dataSync());
    await writeFile(path, JSON.stringify({ ...json, summary_type: 'mean' }));
    await expect(ElectraForMultipleChoice.fromPretrained(folder)).rejects.toThrow(UserError);
  });

  it('takes the encoder of another model, and not the model itself', async () => {
    await ElectraForPreTraining.create(tinyConfig, { seed: 9 }).savePretrained(folder);
    const { parameters } = await ElectraForMultipleChoice.fromPretrained(folder, { seed: 4 });
    expect(parameters['sequence_summary.summary.weight'].shape).toEqual([8, 8]);
    const loading = ElectraForMultipleChoice.fromPretrained(folder);
    await expect(loading).rejects.toThrow(/4 missing: sequence_summary\.summary\.weight/);
  });

  it('leaves one tensor, its result', () => {
    const model = ElectraForMultipleChoice.create(tinyConfig, { seed: 1 });
    const batch = inputs(1, 2);
    const before = memory().numTensors;
    model.logits(batch, null).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
