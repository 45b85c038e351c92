import { writeFileSync } from 'node:fs';
import { SmallModels } from '../small-models.fixture.js';

describe('electra-evaluator score', () => {
  const models = new SmallModels();
  beforeAll(() => models.write('classifier'));
  afterAll(() => models.remove());

  it('has metrics under official names', async () => {
    writeFileSync(models.at('task.yaml'), 'name: mails\nkind: classification\n');
    writeFileSync(models.at('dev.tsv'), 'text\tlabel\nthe meal\tham\nchef\tspam\n');
    const { out } = await models.run(['score', ...models.flags('classifier'), '--task', models.at('task.yaml'), '--data', models.path, '--json']);
    expect(JSON.parse(out)).toMatchObject({ task: 'mails', split: 'dev', examples: 2 });
    expect([0, 0.5, 1]).toContain(JSON.parse(out).metrics.accuracy);
  });
});
