import type { HostTensor, Runtime } from '@electra-ts/compiler';
import { HeldOutEvaluation } from './held-out-evaluation.js';
import type { HeldOutBatch } from './held-out-batches.js';
import type { JointModel } from './joint-model.js';
import { Unigram } from './unigram.js';

/** One row of four tokens with one slot in use, at token 2, whose original is 9. */
const batch: HeldOutBatch = {
  batchSize: 1,
  sequenceLength: 4,
  rows: 1,
  replaceable: Uint8Array.of(0, 1, 1, 0),
  ids: Int32Array.of(2, 8, 4, 3),
  types: new Int32Array(4),
  attentionMask: new Float32Array(4).fill(1),
  positions: Int32Array.of(2),
  labels: Int32Array.of(9),
  weights: Float32Array.of(1),
  maxPredictions: 1,
  fixedIds: Int32Array.of(2, 8, 5, 3),
  fixedReplaced: Uint8Array.of(0, 0, 1, 0),
};
const float32 = (...data: number[]): HostTensor => ({ shape: [data.length], dtype: 'float32', data: Float32Array.from(data) });

describe('HeldOutEvaluation', () => {
  it('runs every batch under its own number, each time the same, and measures them together', async () => {
    const calls: { fixedIds: number[]; number: number | undefined }[] = [];
    const runtime = {
      prepare: () => ({
        run: async (feeds: Record<string, HostTensor>, number?: number) => {
          calls.push({ fixedIds: [...feeds['fixedIds'].data], number });
          return {
            nll: float32(number === 0 ? 1 : 3),
            predicted: { shape: [1], dtype: 'int32', data: Int32Array.of(number === 0 ? 9 : 8) },
            liveLogits: float32(-1, -1, 2, -1),
            liveReplaced: float32(0, 0, 1, 0),
            fixedLogits: float32(-1, 3, -1, -1),
          };
        },
        dispose: async () => undefined,
      }),
    } as unknown as Runtime;
    const model = { variables: {} } as unknown as JointModel;
    const unigram = new Unigram([0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    const options = { batches: [batch, batch], unigram, objective: { temperature: 1 }, seed: 1 };
    const evaluation = new HeldOutEvaluation(runtime, model, options);

    const metrics = await evaluation.run();
    expect(metrics).toMatchObject({
      'generator/loss': 2,
      'generator/accuracy': 0.5,
      'generator/unigramBaseline': 1,
      'live/accuracy': 1,
      'live/auc': 1,
      // Of the two tokens that may be replaced, the one that was looks right and the other one wrong.
      'fixed/auc': 0,
      'fixed/accuracy': 0,
    });
    expect(await evaluation.run()).toEqual(metrics);
    const once = [0, 1].map((number) => ({ fixedIds: [2, 8, 5, 3], number }));
    expect(calls).toEqual([...once, ...once]);
  });
});
