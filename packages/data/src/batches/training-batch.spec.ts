import fc from 'fast-check';

import { exampleNumbers, trainingBatch, type ExampleSource } from './training-batch.js';

/** Examples of one token each: their own number plus 10. */
function makeSource(size: number): ExampleSource {
  return {
    size,
    sequenceLength: 4,
    manifest: { specialTokens: { pad: 9 } },
    copyExample: (index, target, row) => {
      target.ids[row * 4] = index + 10;
      target.attentionMask[row * 4] = 1;
    },
  };
}

describe('exampleNumbers', () => {
  it('gives every example once an epoch, for any number of workers', () => {
    const sizes = fc.record({
      size: fc.integer({ min: 1, max: 150 }),
      batchSize: fc.integer({ min: 1, max: 9 }),
      worldSize: fc.integer({ min: 1, max: 6 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(sizes, ({ size, batchSize, worldSize, seed }) => {
        const epochs = 3;
        const drawn: number[] = [];
        for (let step = 0; drawn.length < epochs * size; step++) {
          for (let rank = 0; rank < worldSize; rank++) {
            drawn.push(...exampleNumbers(size, { seed, step, batchSize, rank, worldSize }));
          }
        }
        for (let epoch = 0; epoch < epochs; epoch++) {
          const seen = drawn.slice(epoch * size, (epoch + 1) * size).sort((a, b) => a - b);
          expect(seen).toEqual(seen.map((_, i) => i));
        }
      }),
    );
  });

  it('takes the same examples in a step, however many workers share it', () => {
    const alone = exampleNumbers(100, { seed: 5, step: 7, batchSize: 8 });
    const half = { seed: 5, step: 7, batchSize: 4, worldSize: 2 };
    const shared = [0, 1].flatMap((rank) => exampleNumbers(100, { ...half, rank }));
    expect(shared).toEqual(alone);
  });
});

describe('exampleNumbers of several epochs', () => {
  it('has another order in each', () => {
    const epoch = (step: number) => exampleNumbers(100, { seed: 5, step, batchSize: 100 });
    expect(epoch(0)).not.toEqual(epoch(1));
    // Also within a batch that an epoch ends in.
    const two = exampleNumbers(100, { seed: 5, step: 0, batchSize: 200 });
    expect(two).toEqual([...epoch(0), ...epoch(1)]);
  });
});

describe('trainingBatch', () => {
  it('puts the examples into rows and pads', () => {
    const options = { seed: 1, step: 2, batchSize: 2 };
    const batch = trainingBatch(makeSource(20), options);
    const [a, b] = exampleNumbers(20, options);
    expect([...batch.ids]).toEqual([a + 10, 9, 9, 9, b + 10, 9, 9, 9]);
    expect([...batch.attentionMask]).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('rejects what is no batch', () => {
    expect(() => trainingBatch(makeSource(0), { seed: 1, step: 0, batchSize: 1 })).toThrow(/no examples/);
    expect(() => trainingBatch(makeSource(3), { seed: 1, step: -1, batchSize: 1 })).toThrow(/step.*-1/);
    expect(() => trainingBatch(makeSource(3), { seed: 1, step: 0, batchSize: 0 })).toThrow(/batchSize.*0/);
    const options = { seed: 1, step: 0, batchSize: 1, rank: 2, worldSize: 2 };
    expect(() => trainingBatch(makeSource(3), options)).toThrow(/below worldSize 2, received 2/);
  });
});
