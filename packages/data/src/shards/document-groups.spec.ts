import { documentGroups } from './document-groups.js';

async function* stream(...texts: string[]) {
  for (const text of texts) {
    yield { id: text, text };
  }
}

describe('documentGroups', () => {
  it('gathers documents up to a number of characters', async () => {
    const groups: string[][] = [];
    for await (const group of documentGroups(stream('aaa', 'bb', 'cccccc', 'd'), 7)) {
      groups.push(group.map(({ text }) => text));
    }
    expect(groups).toEqual([['aaa', 'bb'], ['cccccc'], ['d']]);
  });
});
