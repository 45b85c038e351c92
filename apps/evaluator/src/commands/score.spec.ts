import { readFileSync, writeFileSync } from 'node:fs';
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

  it('answers a file without right answers where it is told to, and says so where not', async () => {
    writeFileSync(models.at('task.yaml'), 'name: mails\nkind: classification\n');
    writeFileSync(models.at('test.tsv'), 'text\nthe meal\nchef\n');
    const args = ['score', ...models.flags('classifier'), '--task', models.at('task.yaml'), '--data', models.path, '--split', 'test'];
    await models.refused(args, /no column 'label'.*score --submission FOLDER/);
    const { status, out } = await models.run([...args, '--submission', models.at('answers')]);
    expect([status, out]).toEqual([0, expect.stringMatching(/2 examples\): without right answers, no metrics\n/)]);
    expect(readFileSync(models.at('answers', 'mails.tsv'), 'utf8')).toMatch(/^index\tprediction\n0\t(ham|spam)\n1\t(ham|spam)\n$/);
  });
});
