import { maxPredictionsPerRow } from '@electra-ts/data';
import { fillUniform } from '@electra-ts/ops';
import type { MaskedBatch } from '@electra-ts/data';

// B batch, T tokens, M = B * masked positions a row

/** Ids below this are special or unused in BERT's vocabulary; synthetic text is drawn from the rest where there is a rest. */
const FIRST_WORD = 1000;
const MASK = 103;

/** A masked batch of random tokens without padding: what a step costs does not depend on what it reads. */
export function syntheticBatch(options: {
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly vocabSize: number;
  readonly step: number;
}): MaskedBatch {
  const { batchSize, sequenceLength, vocabSize, step } = options;
  const maxPredictions = maxPredictionsPerRow(sequenceLength, 0.15);
  const size = batchSize * sequenceLength;
  const slots = batchSize * maxPredictions;
  const drawn = new Float32Array(size + slots);
  fillUniform(drawn, { seed: 1, step, site: 0 });
  const first = vocabSize > 2 * FIRST_WORD ? FIRST_WORD : 0;
  const ids = Int32Array.from(drawn.subarray(0, size), (u) => first + Math.floor(u * (vocabSize - first)));
  // One position in each of equal stretches of a row: random, and never the same twice.
  const stretch = sequenceLength / maxPredictions;
  const positions = Int32Array.from({ length: slots }, (_, slot) => {
    const row = Math.floor(slot / maxPredictions);
    return row * sequenceLength + Math.floor(((slot % maxPredictions) + drawn[size + slot]) * stretch);
  });
  const labels = positions.map((position) => ids[position]);
  for (const position of positions) ids[position] = Math.min(MASK, vocabSize - 1);
  return {
    batchSize,
    sequenceLength,
    maxPredictions,
    ids,
    types: new Int32Array(size),
    attentionMask: new Float32Array(size).fill(1),
    positions,
    labels,
    weights: new Float32Array(slots).fill(1),
  };
}
