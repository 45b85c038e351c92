import { SmallModels } from '../small-models.fixture.js';

describe('electra-evaluator embed', () => {
  const models = new SmallModels();
  beforeAll(() => models.write('discriminator'));
  afterAll(() => models.remove());

  it('gives each line as a vector', async () => {
    const { out } = await models.run(['embed', ...models.flags('discriminator'), '--input', '-', '--pooling', 'cls'], 'the chef\nthe meal\n');
    const vectors = out.trim().split('\n').map((line) => JSON.parse(line) as number[]);
    expect(vectors.map(({ length }) => length)).toEqual([8, 8]);
    expect(vectors[0]).not.toEqual(vectors[1]);
  });

  it('refuses a blank text in JSON', () =>
    models.refused(['embed', ...models.flags('discriminator'), '--text', '{"text": " "}'], /--text: What is under "text" is blank/));
});
