import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { ElectraForConditionedQuestionAnswering } from './electra-for-conditioned-question-answering.js';
import { ElectraForPreTraining } from './electra-for-pre-training.js';
import { tinyConfig, tinyInputs } from './task-models.fixture.js';

describe('ElectraForConditionedQuestionAnswering', () => {
  let folder: string;

  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'conditioned-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('saves and loads without a change, and takes the encoder of another model', async () => {
    const model = ElectraForConditionedQuestionAnswering.create(tinyConfig, { seed: 1 });
    await model.savePretrained(folder);
    const loaded = await ElectraForConditionedQuestionAnswering.fromPretrained(folder);
    const starts = tensor1d([0, 0], 'int32');
    const ends = (of: ElectraForConditionedQuestionAnswering) => of.logits(tinyInputs(), starts, null).end_BT.arraySync();
    expect(ends(loaded)).toEqual(ends(model));

    await ElectraForPreTraining.create(tinyConfig, { seed: 2 }).savePretrained(folder);
    await expect(ElectraForConditionedQuestionAnswering.fromPretrained(folder)).rejects.toThrow(UserError);
    const fresh = await ElectraForConditionedQuestionAnswering.fromPretrained(folder, { seed: 3 });
    expect(ends(fresh)).not.toEqual(ends(model));
  });

  it('answers with shapes that say so, and leaves nothing else behind', () => {
    const model = ElectraForConditionedQuestionAnswering.create(tinyConfig, { seed: 1 });
    const [inputs, starts] = [tinyInputs(), tensor1d([0, 2], 'int32')];
    const before = memory().numTensors;
    const { start_BT, end_BT, impossible_B } = model.logits(inputs, starts, null);
    expect([start_BT.shape, end_BT.shape, impossible_B.shape]).toEqual([[2, 3], [2, 3], [2]]);
    const beams = model.beams(inputs, 2);
    expect([beams.starts_BK.shape, beams.ends_BKK.shape]).toEqual([[2, 2], [2, 2, 2]]);
    // No second text: only [CLS] can be an answer.
    expect(beams.starts_BK.arraySync().map(([first]) => first)).toEqual([0, 0]);
    expect(memory().numTensors).toBe(before + 3 + 5);
  });

  it('answers and measures from one pass what it does from two', () => {
    const model = ElectraForConditionedQuestionAnswering.create(tinyConfig, { seed: 1 });
    const [inputs, starts] = [tinyInputs(), tensor1d([0, 2], 'int32')];
    const expected = { ...model.beams(inputs, 2), ...model.logits(inputs, starts, null) };
    const before = memory().numTensors;
    const both = model.logitsAndBeams(inputs, starts, 2);
    expect(memory().numTensors).toBe(before + 7);
    for (const [name, each] of Object.entries(expected)) expect([name, both[name as keyof typeof both].arraySync()]).toEqual([name, each.arraySync()]);
  });
});
