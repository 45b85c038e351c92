import type { HostTensor } from '@electra-ts/compiler';
import type { MaskedBatch } from '@electra-ts/data';
import { type AdamWOptions, momentCorrections } from '@electra-ts/optim';

/** Named tensors that a step is fed with. */
export type HostFeeds = Readonly<Record<string, HostTensor>>;

/** A single number as a step reads it: []. */
export const scalar = (value: number): HostTensor => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) });

/** A masked batch as the steps of this package read it: ids, types, attentionMask [B, T]; positions, labels, weights [M]. */
export function batchFeeds(batch: MaskedBatch): HostFeeds {
  const rows = [batch.batchSize, batch.sequenceLength];
  const slots = [batch.positions.length];
  return {
    ids: { shape: rows, dtype: 'int32', data: batch.ids },
    types: { shape: rows, dtype: 'int32', data: batch.types },
    attentionMask: { shape: rows, dtype: 'float32', data: batch.attentionMask },
    positions: { shape: slots, dtype: 'int32', data: batch.positions },
    labels: { shape: slots, dtype: 'int32', data: batch.labels },
    weights: { shape: slots, dtype: 'float32', data: batch.weights },
  };
}

/**
 * What the n-th update needs beside its batch: the learning rate and, where the optimizer corrects the bias of its
 * moments, the two corrections.
 *
 * @param update counted from 1
 */
export function updateFeeds(update: number, learningRate: number, optimizer: AdamWOptions): HostFeeds {
  if (!optimizer.biasCorrection) return { learningRate: scalar(learningRate) };
  const { first, second } = momentCorrections(update, optimizer);
  return {
    learningRate: scalar(learningRate),
    firstCorrection: scalar(first),
    secondCorrection: scalar(second),
  };
}
