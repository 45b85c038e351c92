import { chunks } from './chunks.js';

it('groups in order, the last group being what is left', async () => {
  const found = [];
  for await (const chunk of chunks([1, 2, 3, 4, 5], 2)) found.push(chunk);
  expect(found).toEqual([[1, 2], [3, 4], [5]]);
});

it('reads no further than it is asked to', async () => {
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
    expect(pulled).toBe(Math.min(5, seen.length * 2));
  }
  expect(seen).toEqual([[1, 2], [3, 4], [5]]);
});
