import { SourceCounts } from './source-counts.js';

describe('SourceCounts', () => {
  it('counts by source, names of any kind, and leaves out documents without one', () => {
    const counts = new SourceCounts();
    expect(counts.finish()).toBeUndefined();
    const example = { ids: new Int32Array(7), types: new Uint8Array(7), wordStarts: new Uint8Array(7) };
    counts.add({ id: '1', text: 'four', source: '__proto__' }, [example, example]);
    counts.add({ id: '2', text: 'three', source: 'b' }, []);
    counts.add({ id: '3', text: 'five', source: '__proto__' }, [example]);
    counts.add({ id: '4', text: 'none' }, [example]);
    expect(counts.finish()).toEqual([
      { name: '__proto__', documents: 2, characters: 8, examples: 3, tokens: 21 },
      { name: 'b', documents: 1, characters: 5, examples: 0, tokens: 0 },
    ]);
  });
});
