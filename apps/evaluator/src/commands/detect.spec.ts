import { SmallModels } from '../small-models.fixture.js';

describe('electra-evaluator detect', () => {
  const models = new SmallModels();
  beforeAll(() => models.write('discriminator'));
  afterAll(() => models.remove());

  it('gives one JSON document with a place and a probability for each token', async () => {
    const { status, out } = await models.run(['detect', ...models.flags('discriminator'), '--text', 'The chef cooked', '--json']);
    expect(status).toBe(0);
    const [{ text, tokens }] = JSON.parse(out);
    expect(tokens.map(({ start, end }: { start: number; end: number }) => text.slice(start, end))).toEqual(['The', 'chef', 'cook', 'ed']);
    for (const { replaced } of tokens) expect(replaced > 0 && replaced < 1).toBe(true);
  });

  it('refuses a folder without a model', () => models.refused(['detect', '--model', 'nowhere', '--text', 'x'], /nowhere holds no model/));
});
