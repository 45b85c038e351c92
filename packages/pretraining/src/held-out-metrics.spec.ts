import type { HeldOutBatch } from './held-out-batches.js';
import { heldOutMetrics } from './held-out-metrics.js';

/** Two rows of four tokens; the last row has one token of padding, the first begins with [CLS]; the last slot is unused. */
const batch: HeldOutBatch = {
  batchSize: 2,
  sequenceLength: 4,
  rows: 2,
  replaceable: Uint8Array.of(0, 1, 1, 1, 1, 1, 1, 0),
  ids: new Int32Array(8),
  types: new Int32Array(8),
  attentionMask: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 0),
  positions: Int32Array.of(1, 2, 5, 4),
  labels: Int32Array.of(7, 8, 7, 0),
  weights: Float32Array.of(1, 1, 1, 0),
  maxPredictions: 2,
  fixedIds: new Int32Array(8),
  fixedReplaced: Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 0),
};
const observed = {
  nll: [1, 2, 3, 100],
  predicted: [7, 9, 9, 0],
  liveLogits: [-1, 2, -1, -1, -1, -2, 1, 50],
  liveReplaced: [0, 1, 0, 0, 0, 1, 0, 0],
  fixedLogits: [-1, 2, -1, -1, -1, 2, -1, -1],
};
const options = { mostFrequent: 7, key: { seed: 1, step: 1 } };

describe('heldOutMetrics', () => {
  const metrics = heldOutMetrics([batch], [observed], options);

  it('measures the generator at used slots only', () => {
    expect(metrics['generator/loss']).toBe(2);
    expect(metrics['generator/accuracy']).toBe(1 / 3);
    expect(metrics['generator/unigramBaseline']).toBe(2 / 3);
  });

  it('measures the discriminator on its own samples, without padding and special tokens', () => {
    // Six tokens, two replaced: one found, one missed, one false alarm.
    expect(metrics['live/accuracy']).toBe(4 / 6);
    expect(metrics['live/alwaysOriginal']).toBe(4 / 6);
    expect(metrics['live/precision']).toBe(1 / 2);
    expect(metrics['live/recall']).toBe(1 / 2);
    // The found one beats all four originals, the missed one none.
    expect(metrics['live/auc']).toBe(0.5);
  });

  it('measures its loss over the same tokens', () => {
    const softplus = (x: number) => Math.log(1 + Math.exp(x));
    // Logits 2 and -2 of the replaced tokens, -1, -1, -1 and 1 of the others.
    expect(metrics['live/loss']).toBeCloseTo((softplus(-2) + softplus(2) + 3 * softplus(-1) + softplus(1)) / 6, 6);
    const sure = { ...observed, fixedLogits: [0, 1e4, -1e4, -1e4, -1e4, 1e4, -1e4, 0] };
    expect(heldOutMetrics([batch], [sure], options)['fixed/loss']).toBe(0);
  });

  it('measures it on the fixed corruption', () => {
    expect(metrics['fixed/accuracy']).toBe(1);
    expect(metrics['fixed/auc']).toBe(1);
    expect(metrics['fixed/aucLow']).toBe(1);
  });

  it('leaves out an area where nothing is replaced', () => {
    const untouched = { ...batch, fixedReplaced: new Uint8Array(8) };
    const rest = heldOutMetrics([untouched], [observed], options);
    expect(rest).not.toHaveProperty(['fixed/auc']);
    expect(rest['fixed/recall']).toBe(0);
  });
});
