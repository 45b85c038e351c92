import { SmallModels } from '../small-models.fixture.js';

describe('electra-evaluator fill-mask', () => {
  const models = new SmallModels();
  beforeAll(async () => {
    for (const name of ['generator', 'discriminator'] as const) await models.write(name);
  });
  afterAll(() => models.remove());
  const fill = (...more: string[]) => ['fill-mask', ...models.flags('generator'), ...more];

  it('fills masks, best first', async () => {
    const { out } = await models.run(fill('--text', 'the [MASK]', '--top-k', '2', '--json'));
    const [{ masks }] = JSON.parse(out);
    expect(masks).toHaveLength(1);
    expect(masks[0]).toHaveLength(2);
    expect(masks[0][0].score).toBeGreaterThanOrEqual(masks[0][1].score);
  });

  it('keeps a text on one line, and a line for each mask below it', async () => {
    const { out } = await models.run(fill('--text', '{"text": "the\\n[MASK]\\tmeal"}', '--top-k', '1'));
    expect(out.split('\n')).toEqual(['the\\n[MASK]\\tmeal', expect.stringMatching(/^\t\S+ 0\.\d{3}$/), '']);
  });

  it('says what a folder holds that is no generator', () =>
    models.refused(['fill-mask', ...models.flags('discriminator'), '--text', 'the [MASK]'], /discriminator holds a discriminator: expected a generator of pre-training .*generator's own folder/));

  it('refuses a text without a mask', () => models.refused(fill('--text', 'no mask'), /nothing to fill.*\[MASK\]/));
});
