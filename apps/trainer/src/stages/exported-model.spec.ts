/* B batch, C choices, T tokens. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ElectraForConditionedQuestionAnswering,
  ElectraForMultipleChoice,
  ElectraForPreTraining,
  ElectraForQuestionAnswering,
  ElectraForSequenceClassification,
  ElectraForTokenClassification,
  ElectraModel,
} from '@electra-ts/discriminator';
import { ElectraForMaskedLM } from '@electra-ts/generator';
import { electraConfig, type ModelInputs } from '@electra-ts/nn';
import { setBackend, tensor, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { exportedModel } from './exported-model.js';

const config = electraConfig({ vocabSize: 50, embeddingSize: 8, hiddenSize: 16, numHiddenLayers: 2, numAttentionHeads: 2, intermediateSize: 32, maxPositionEmbeddings: 24 });
const labels = ['low', 'middle', 'high'];
const logits = (model: { logits(inputs: ModelInputs, random: null): Tensor }) => (inputs: ModelInputs) => ({ logits: model.logits(inputs, null) });

/** One model of each class, and its results by transformers' names. */
const made = {
  ElectraForPreTraining: () => [ElectraForPreTraining.create(config, { seed: 1 }), logits] as const,
  ElectraForMaskedLM: () => [ElectraForMaskedLM.create(config, { seed: 2 }), logits] as const,
  ElectraForSequenceClassification: () => [ElectraForSequenceClassification.create(config, { labels, seed: 3 }), logits] as const,
  pooled: () => [ElectraForSequenceClassification.create(config, { labels, seed: 4, head: 'pooled' }), logits] as const,
  ElectraForTokenClassification: () => [ElectraForTokenClassification.create(config, { labels, seed: 5 }), logits] as const,
  ElectraForQuestionAnswering() {
    const results = (model: ElectraForQuestionAnswering) => (inputs: ModelInputs) => {
      const { start_BT, end_BT } = model.logits(inputs, null);
      return { start_logits: start_BT, end_logits: end_BT };
    };
    return [ElectraForQuestionAnswering.create(config, { seed: 6 }), results] as const;
  },
};

describe('exportedModel', () => {
  let folder: string;
  beforeAll(() => setBackend('cpu'));
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'exported-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Ids, mask and types of a shape; the first row ends in padding. */
  function numbersOf(shape: readonly number[]) {
    const count = shape.reduce((product, size) => product * size, 1);
    const tokens = shape.at(-1) as number;
    const of = (number: (i: number) => number) => Int32Array.from({ length: count }, (_, i) => number(i));
    return { input_ids: of((i) => (i * 7) % 50), attention_mask: of((i) => (i > 0 && i === tokens - 1 ? 0 : 1)), token_type_ids: of((i) => (i % 3 === 2 ? 1 : 0)) };
  }

  async function outputsOf(content: Uint8Array, shape: readonly number[]) {
    const session = await InferenceSession.create(content);
    const feeds = Object.entries(numbersOf(shape)).map(([name, data]) => [name, new OnnxTensor('int64', BigInt64Array.from(data, BigInt), shape)]);
    const results = await session.run(Object.fromEntries(feeds));
    await session.release();
    return results;
  }

  function expectSame(received: Readonly<Record<string, OnnxTensor>>, expected: Readonly<Record<string, Tensor>>): void {
    expect(Object.keys(received)).toEqual(Object.keys(expected));
    for (const [name, eager] of Object.entries(expected)) {
      expect(received[name].dims).toEqual(eager.shape);
      const [numbers, wanted] = [received[name].data as Float32Array, eager.dataSync<'float32'>()];
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      wanted.forEach((value, i) => expect(Math.abs(value - numbers[i])).toBeLessThanOrEqual(1e-5 * largest));
    }
  }

  const shapes: [number, number][] = [[1, 1], [1, 24], [3, 2], [6, 9]];

  it.each(Object.entries(made))('%s gives the same numbers for batches and lengths of any size', async (name, make) => {
    const [model, resultsOf] = make();
    await model.savePretrained(folder);
    const { architecture, content, inputs, outputs } = await exportedModel(folder);
    if (name !== 'pooled') expect(architecture).toBe(name);
    expect(inputs).toEqual(['input_ids', 'attention_mask', 'token_type_ids']);
    for (const shape of shapes) {
      const { input_ids, attention_mask, token_type_ids } = numbersOf(shape);
      const eager = tidy(() =>
        resultsOf(model as never)({
          ids_BT: tensor(input_ids, shape, 'int32') as Tensor2D,
          attentionMask_BT: tensor(Float32Array.from(attention_mask), shape) as Tensor2D,
          types_BT: tensor(token_type_ids, shape, 'int32') as Tensor2D,
        }) as Record<string, Tensor>,
      );
      expect(Object.keys(eager)).toEqual(outputs);
      expectSame(await outputsOf(content, shape), eager);
      for (const each of Object.values(eager)) each.dispose();
    }
    model.dispose();
  });

  it('an encoder alone gives its last states', async () => {
    await ElectraForPreTraining.create(config, { seed: 7 }).savePretrained(folder);
    const model = await ElectraModel.fromPretrained(folder);
    await model.savePretrained(folder);
    const { content, outputs } = await exportedModel(folder);
    expect(outputs).toEqual(['last_hidden_state']);
    const { last_hidden_state } = await outputsOf(content, [2, 3]);
    expect(last_hidden_state.dims).toEqual([2, 3, 16]);
    model.dispose();
  });

  it('multiple choice reads any number of choices', async () => {
    const model = ElectraForMultipleChoice.create(config, { seed: 8 });
    await model.savePretrained(folder);
    const { content } = await exportedModel(folder);
    for (const shape of [[2, 4, 5], [1, 2, 9]]) {
      const { input_ids, attention_mask, token_type_ids } = numbersOf(shape);
      const inputs = { ids_BCT: tensor(input_ids, shape, 'int32'), attentionMask_BCT: tensor(Float32Array.from(attention_mask), shape), types_BCT: tensor(token_type_ids, shape, 'int32') };
      const eager = model.logits(inputs as Parameters<typeof model.logits>[0], null);
      expectSame(await outputsOf(content, shape), { logits: eager });
    }
    model.dispose();
  });

  it('refuses answers that take several passes', async () => {
    const model = ElectraForConditionedQuestionAnswering.create(config, { seed: 9 });
    await model.savePretrained(folder);
    await expect(exportedModel(folder)).rejects.toThrow(/cannot be exported.*received ElectraForConditionedQuestionAnswering/s);
    model.dispose();
  });
});
