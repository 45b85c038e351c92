import { maskBatch, maxPredictionsPerRow, type MaskOptions } from './mask-batch.js';
import { emptyBatch, type TokenBatch } from './token-batch.js';

const specialTokens = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
const base: MaskOptions = { seed: 1, step: 0, specialTokens };

/** Rows of [CLS], words 100, 101, … and [SEP], with these numbers of real tokens. */
function makeBatch(lengths: readonly number[], sequenceLength = 128): Required<TokenBatch> {
  const batch = emptyBatch(lengths.length, sequenceLength, 0);
  lengths.forEach((length, row) => {
    const first = row * sequenceLength;
    for (let t = 0; t < length; t++) {
      batch.ids[first + t] = t === 0 ? 2 : t === length - 1 ? 3 : 99 + t;
      batch.attentionMask[first + t] = 1;
      batch.wordStarts[first + t] = 1;
    }
  });
  return batch;
}

const sum = (values: Iterable<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const weightOfRow = (batch: ReturnType<typeof maskBatch>, row: number) =>
  sum(batch.weights.subarray(row * batch.maxPredictions, (row + 1) * batch.maxPredictions));

describe('maxPredictionsPerRow', () => {
  it('is the reference table: 19 of 128, 79 of 512, 130 of 512 at a quarter', () => {
    expect(maxPredictionsPerRow(128, 0.15)).toBe(19);
    expect(maxPredictionsPerRow(512, 0.15)).toBe(79);
    expect(maxPredictionsPerRow(512, 0.25)).toBe(130);
    expect(maxPredictionsPerRow(8, 0.05)).toBe(1);
  });
});

describe('maskBatch', () => {
  it('predicts round(0.15 n) tokens, halves to even, at least one and at most the slots', () => {
    // 0.15 * 10 = 1.5 -> 2; 0.15 * 30 = 4.5 -> 4; 0.15 * 3 = 0.45 -> 1; 0.15 * 128 = 19.2 -> 19.
    const masked = maskBatch(makeBatch([10, 30, 3, 128]), base);
    expect([0, 1, 2, 3].map((row) => weightOfRow(masked, row))).toEqual([2, 4, 1, 19]);
    expect(masked.positions.length).toBe(4 * 19);
  });

  it('labels are the originals, the rest is untouched, unused slots are the first position with weight 0', () => {
    const batch = makeBatch([40, 20]);
    const masked = maskBatch(batch, base);
    const chosen = new Set<number>();
    masked.positions.forEach((position, slot) => {
      const row = Math.floor(slot / masked.maxPredictions);
      if (masked.weights[slot] === 0) {
        expect([position, masked.labels[slot]]).toEqual([row * 128, 0]);
        return;
      }
      chosen.add(position);
      expect(Math.floor(position / 128)).toBe(row);
      expect(masked.labels[slot]).toBe(batch.ids[position]);
      expect(masked.labels[slot]).toBeGreaterThanOrEqual(100);
      expect([4, batch.ids[position]]).toContain(masked.ids[position]);
    });
    expect(chosen.size).toBe(6 + 3);
    masked.ids.forEach((id, position) => {
      if (!chosen.has(position)) {
        expect(id).toBe(batch.ids[position]);
      }
    });
  });

  it('is a pure function of batch, seed, step and rank', () => {
    const batch = makeBatch([128, 128]);
    const before = batch.ids.slice();
    const draw = (options: Partial<MaskOptions>) => [...maskBatch(batch, { ...base, ...options }).positions];
    expect(draw({})).toEqual(draw({}));
    expect(draw({ step: 1 })).not.toEqual(draw({}));
    expect(draw({ seed: 2 })).not.toEqual(draw({}));
    expect(draw({ rank: 1 })).not.toEqual(draw({}));
    expect(batch.ids).toEqual(before);
  });

  it('shows [MASK] 85 % of the time and the original otherwise, by default', () => {
    const batch = makeBatch(new Array<number>(64).fill(128));
    let hidden = 0;
    let kept = 0;
    for (let step = 0; step < 10; step++) {
      const masked = maskBatch(batch, { ...base, step });
      for (const position of masked.positions) {
        hidden += masked.ids[position] === 4 ? 1 : 0;
        kept += masked.ids[position] === batch.ids[position] ? 1 : 0;
      }
    }
    const total = 64 * 19 * 10;
    expect(hidden + kept).toBe(total);
    // Five standard errors: 5 * sqrt(0.85 * 0.15 / 12160).
    expect(Math.abs(hidden / total - 0.85)).toBeLessThan(0.0163);
  });

  it('shows random ordinary ids for their share', () => {
    const batch = makeBatch(new Array<number>(64).fill(128));
    const options = { ...base, maskShare: 0.8, randomShare: 0.1, vocabularySize: 50 };
    let random = 0;
    for (let step = 0; step < 10; step++) {
      const masked = maskBatch(batch, { ...options, step });
      for (const position of masked.positions) {
        const id = masked.ids[position];
        if (id !== 4 && id !== batch.ids[position]) {
          // Ids below 50 occur nowhere in the batch; the five special ones are never drawn.
          expect(id).toBeGreaterThan(4);
          expect(id).toBeLessThan(50);
          random++;
        }
      }
    }
    // Five standard errors: 5 * sqrt(0.1 * 0.9 / 12160).
    expect(Math.abs(random / (64 * 19 * 10) - 0.1)).toBeLessThan(0.0137);
  });

  it('reference draws with replacement', () => {
    const masked = maskBatch(makeBatch(new Array<number>(32).fill(128)), { ...base, strategy: 'reference' });
    expect(sum(masked.weights)).toBe(32 * 19);
    // 19 draws of 126 candidates repeat about 1.3 times a row.
    const repeats = 32 * 19 - new Set(masked.positions).size;
    expect(repeats).toBeGreaterThan(10);
    expect(repeats).toBeLessThan(90);
  });

  it('whole-word gives all tokens of a word one fate', () => {
    const batch = makeBatch(new Array<number>(32).fill(128));
    // Words of three tokens from position 1 on: 126 candidates, 42 words.
    batch.wordStarts.forEach((_, place) => {
      const t = place % 128;
      batch.wordStarts[place] = t === 0 || t === 127 || t % 3 === 1 ? 1 : 0;
    });
    const masked = maskBatch(batch, { ...base, strategy: 'whole-word', maskShare: 0.5 });
    let whole = 0;
    for (let row = 0; row < 32; row++) {
      expect(weightOfRow(masked, row)).toBe(18);
      for (let first = 1; first < 127; first += 3) {
        const hidden = [0, 1, 2].filter((k) => masked.ids[row * 128 + first + k] === 4).length;
        expect([0, 3]).toContain(hidden);
        whole += hidden === 3 ? 1 : 0;
      }
    }
    // 6 words a row, half of them shown as [MASK]: 96 expected, five standard errors of sqrt(192 / 4).
    expect(Math.abs(whole - 96)).toBeLessThan(35);
  });

  it("span gives neighbors one fate, in BERT's shares, and never takes [SEP]", () => {
    const batch = makeBatch(new Array<number>(64).fill(128));
    for (let row = 0; row < 64; row++) {
      batch.ids[row * 128 + 60] = specialTokens.sep;
    }
    const options = { ...base, strategy: 'span', maskShare: 0.8, randomShare: 0.1, vocabularySize: 50 } as const;
    const seen = { mask: 0, random: 0, kept: 0 };
    let neighbors = 0;
    let agreeing = 0;
    for (let step = 0; step < 20; step++) {
      const masked = maskBatch(batch, { ...options, step });
      expect(sum(masked.weights)).toBe(64 * 19);
      const fates = new Map<number, keyof typeof seen>();
      for (const position of masked.positions) {
        expect(position % 128).not.toBe(60);
        const id = masked.ids[position];
        const fate = id === specialTokens.mask ? 'mask' : id < 50 ? 'random' : 'kept';
        fates.set(position, fate);
        seen[fate]++;
      }
      for (const [position, fate] of fates) {
        const next = fates.get(position + 1);
        neighbors += next === undefined ? 0 : 1;
        agreeing += next === fate ? 1 : 0;
      }
    }
    const total = 64 * 19 * 20;
    // Tokens of a span are not independent: five standard errors of the smaller number of spans, at least total / 10.
    expect(Math.abs(seen.mask / total - 0.8)).toBeLessThan(0.041);
    expect(Math.abs(seen.random / total - 0.1)).toBeLessThan(0.031);
    expect(neighbors / total).toBeGreaterThan(0.6);
    // Independent tokens would agree 0.8^2 + 0.1^2 + 0.1^2 = 0.66 of the time; here only spans that touch may differ.
    expect(agreeing / neighbors).toBeGreaterThan(0.9);
  });

  it('leaves a row without candidates alone', () => {
    const masked = maskBatch(makeBatch([2]), base);
    expect(sum(masked.weights)).toBe(0);
    expect([...masked.positions]).toEqual(new Array(19).fill(0));
  });

  it('rejects shares that are none, random ids without a vocabulary, and whole words without word starts', () => {
    const batch = makeBatch([10]);
    expect(() => maskBatch(batch, { ...base, probability: 1.5 })).toThrow(/probability.*received 1.5/);
    expect(() => maskBatch(batch, { ...base, maskShare: 0.9, randomShare: 0.2 })).toThrow(/at most 1/);
    expect(() => maskBatch(batch, { ...base, maskShare: 0.8, randomShare: 0.1 })).toThrow(/vocabularySize/);
    const withoutWords: TokenBatch = { ...batch, wordStarts: undefined };
    expect(() => maskBatch(withoutWords, { ...base, strategy: 'whole-word' })).toThrow(/wordStarts/);
    const unknown = { ...base, strategy: 'zz' as 'span' };
    expect(() => maskBatch(withoutWords, unknown)).toThrow(/^Masking: strategy: expected .*"whole-word".*received "zz"/);
    expect(() => maskBatch(withoutWords, { ...base, strategy: 'span' })).toThrow(/span.*wordStarts/);
  });
});
