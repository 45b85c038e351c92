import fc from 'fast-check';

import { lineGroups, type LineOptions } from './line-groups.js';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let i = 0; i < text.length; i += size) {
    yield text.slice(i, i + size);
  }
}

async function linesOf(text: string, size: number, options: LineOptions): Promise<string[]> {
  const lines: string[] = [];
  for await (const group of lineGroups(inPieces(text, size), options)) {
    lines.push(...group);
  }
  return lines;
}

describe('lineGroups', () => {
  it('finds the lines, whatever the chunks', async () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', ' '), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const expected = text.split(/\r?\n/);
        if (expected[expected.length - 1] === '') {
          expected.pop();
        }
        expect(await linesOf(text, size, { limit: 100 })).toEqual(expected);
      }),
    );
  });

  it('cuts a line that is too long at white space', async () => {
    for (const size of [1, 4, 100]) {
      expect(await linesOf('one two three\nfour', size, { limit: 7 })).toEqual(['one two', 'three', 'four']);
    }
  });

  it('holds no more than the limit and a chunk of a line without end', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 10;
        yield 'xxxxxxxxx ';
      }
    }
    const groups = lineGroups(endless(), { limit: 100 });
    let received = 0;
    let furthest = 0;
    for (let i = 0; i < 50; i++) {
      const { value } = await groups.next();
      received += (value as string[]).reduce((sum, line) => sum + line.length + 1, 0);
      furthest = Math.max(furthest, read - received);
    }
    await groups.return(undefined);
    expect(received).toBeGreaterThan(4000);
    expect(furthest).toBeLessThanOrEqual(110);
  });

  it.each([1, 3, 100])('has something else in the place of lines that are too long and may not be cut, in chunks of %d', async (size) => {
    const text = 'short\nmuch too long\nfits\n\nwas too long at the end';
    const lines: (string | number)[] = [];
    for await (const group of lineGroups(inPieces(text, size), { limit: 6, tooLong: (line) => line })) lines.push(...group);
    expect(lines).toEqual(['short', 2, 'fits', '', 5]);
  });
});
