import { chunks } from './chunks.js';

it('groups in order, the last group being what is left', async () => {
  const found = [];
  for await (const chunk of chunks([1, 2, 3, 4, 5], 2)) found.push(chunk);
  expect(found).toEqual([[1, 2], [3, 4], [5]]);
});
