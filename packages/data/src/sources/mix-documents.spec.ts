import fc from 'fast-check';

import type { Document } from './document-stream.js';
import { mixDocuments, type MixtureOptions, type MixtureSource } from './mix-documents.js';

/** A source of texts of the given lengths, which counts what it gave and whether it was closed. */
function counting(name: string, lengths: readonly number[], weight?: number) {
  const counts = { given: 0, passes: 0, isOpen: false };
  async function* open(): AsyncGenerator<Document> {
    counts.passes++;
    counts.isOpen = true;
    try {
      for (const [i, length] of lengths.entries()) {
        counts.given++;
        yield { id: `${name}#${i}`, text: 'x'.repeat(length) };
      }
    } finally {
      counts.isOpen = false;
    }
  }
  return { source: { name, open, weight } satisfies MixtureSource, counts };
}

async function read(sources: readonly MixtureSource[], options?: MixtureOptions): Promise<Document[]> {
  const all: Document[] = [];
  for await (const document of mixDocuments(sources, options)) all.push(document);
  return all;
}

const idsOf = (documents: readonly Document[]) => documents.map(({ id }) => id);
const many = (count: number, length: number) => new Array<number>(count).fill(length);

function charactersOf(documents: readonly Document[], name: string): number {
  return documents.filter(({ source }) => source === name).reduce((sum, { text }) => sum + text.length, 0);
}

describe('mixDocuments', () => {
  it('takes from the source that is furthest behind its share of the text', async () => {
    const a = counting('a', many(5, 10), 3).source;
    const b = counting('b', many(9, 5), 1).source;
    // Characters by weight: a has 3.3, 6.7, 10, 13.3, 16.7 after its documents, b has 5, 10, 15, 20.
    expect(idsOf(await read([a, b]))).toEqual(['a#0', 'b#0', 'a#1', 'b#1', 'a#2', 'a#3', 'b#2', 'a#4', 'b#3']);
  });

  it('keeps every share but for a document, at every point, and is the same each time', async () => {
    const source = fc.record({
      lengths: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 }),
      weight: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(source, { minLength: 1, maxLength: 4 }), async (parts) => {
        const sources = parts.map(({ lengths, weight }, i) => counting(`s${i}`, lengths, weight).source);
        const all = await read(sources, { whenExhausted: 'repeat' });
        expect(await read(sources, { whenExhausted: 'repeat' })).toEqual(all);
        const behind = sources.map(() => 0);
        for (const { source: name, text } of all) {
          const i = sources.findIndex((candidate) => candidate.name === name);
          behind[i] += text.length / parts[i].weight;
          // None is ahead of another by more than its own last document.
          expect(behind[i] - Math.min(...behind)).toBeLessThanOrEqual(text.length / parts[i].weight + 1e-9);
        }
      }),
    );
  });

  it('evens weights out by the temperature', async () => {
    const shareOfFirst = async (temperature: number) => {
      const all = await read([counting('a', many(2000, 1), 81).source, counting('b', many(2000, 1), 1).source], { temperature });
      return charactersOf(all, 'a') / charactersOf(all, 'b');
    };
    expect(await shareOfFirst(1)).toBeCloseTo(81, -0.5);
    expect(await shareOfFirst(2)).toBeCloseTo(9, 0);
    expect(await shareOfFirst(1e9)).toBeCloseTo(1, 2);
  });

  it('keeps shares whose powers would overflow or vanish', async () => {
    const mixed = async (...weights: number[]) => {
      const all = await read(weights.map((weight, i) => counting(String(i), many(150, 1), weight).source), { temperature: 0.5 });
      return [charactersOf(all, '0'), charactersOf(all, '1')];
    };
    // The weights' squares are as 100 to 1: the second source is behind at first, and once the other has more than 100.
    expect(await mixed(1e200, 1e199)).toEqual([150, 2]);
    expect(await mixed(1, 1e-200)).toEqual([150, 1]);
  });

  it('stops with the first source that ends, or repeats until each has been read', async () => {
    const short = counting('short', many(2, 10));
    const long = counting('long', many(5, 10));
    const sources = [short.source, long.source];
    expect(idsOf(await read(sources))).toEqual(['short#0', 'long#0', 'short#1', 'long#1']);
    expect([short.counts.isOpen, long.counts.isOpen]).toEqual([false, false]);
    const all = await read(sources, { whenExhausted: 'repeat' });
    expect(idsOf(all)).toEqual(['short#0', 'long#0', 'short#1', 'long#1', 'short#0', 'long#2', 'short#1', 'long#3', 'short#0', 'long#4', 'short#1']);
  });

  it('reads no source ahead of its consumer, and closes all when it leaves', async () => {
    const parts = [counting('a', many(9, 3)), counting('b', many(9, 2), 2)];
    let used = 0;
    for await (const document of mixDocuments(parts.map(({ source }) => source))) {
      expect(document.text.length).toBeGreaterThan(0);
      expect(parts[0].counts.given + parts[1].counts.given).toBe(++used);
      if (used === 10) break;
    }
    expect(parts.map(({ counts }) => counts.isOpen)).toEqual([false, false]);
  });

  it.each([
    [[], {}, /at least one.*received none/],
    [[counting('a', [1]).source, counting('a', [1]).source], {}, /a name of its own.*a, a/],
    [[counting('a', [1], 0).source], {}, /weight of the source a.*above 0, received 0/],
    [[counting('a', [1], NaN).source], {}, /weight of the source a/],
    [[counting('a', [1]).source], { temperature: 0 }, /temperature.*above 0/],
    [[counting('a', []).source, counting('b', [1]).source], { whenExhausted: 'repeat' }, /source a of a mixture has no documents/],
  ] as const)('refuses %j with %j', async (sources, options, message) => {
    await expect(read(sources, options)).rejects.toThrow(message);
  });
});
