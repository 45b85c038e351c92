import fc from 'fast-check';
import { tagSpans } from './tag-spans.js';

const spans = (...tags: string[]) => tagSpans(tags).map(({ label, from, to }) => `${label} ${from}-${to}`);

describe('tagSpans', () => {
  it('reads every scheme', () => {
    expect(spans('B-PER', 'I-PER', 'O', 'B-LOC', 'B-LOC')).toEqual(['PER 0-2', 'LOC 3-4', 'LOC 4-5']);
    expect(spans('I-PER', 'I-PER', 'B-PER', 'I-LOC')).toEqual(['PER 0-2', 'PER 2-3', 'LOC 3-4']);
    expect(spans('S-PER', 'B-LOC', 'E-LOC', 'U-X', 'B-Y', 'L-Y')).toEqual(['PER 0-1', 'LOC 1-3', 'X 3-4', 'Y 4-6']);
  });

  it('finds nothing in parts of speech', () => expect(spans('NN', 'VB', '-LRB-', '-RRB-', 'O')).toEqual([]));

  it('covers exactly the tags that are not O, without overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('O', 'B-A', 'I-A', 'E-A', 'S-B', 'I-B')), (tags) => {
        const covered = tagSpans(tags).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
        expect(covered).toEqual(tags.flatMap((tag, at) => (tag === 'O' ? [] : [at])));
      }),
    );
  });
});
