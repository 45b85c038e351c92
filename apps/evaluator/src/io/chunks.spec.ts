import { chunks } from './chunks.js';

describe('chunks', () => {
  it('keeps the order and the rest', async () => {
    let pulled = 0;
    async function* numbers() {
      for (const n of [1, 2, 3, 4, 5]) {
        pulled++;
        yield n;
      }
    }
    const seen = [];
    for await (const chunk of chunks(numbers(), 2)) {
      seen.push(chunk);
      expect(pulled).toBe(Math.min(5, seen.length * 2)); // reads no further than it is asked to
    }
    expect(seen).toEqual([[1, 2], [3, 4], [5]]);
  });
});
