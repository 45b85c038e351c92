import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownTasks, resolveTask } from './task-file.js';

describe('resolveTask', () => {
  let folder: string;
  const file = async (content: string, name = 'task.yaml') => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'task-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('knows tasks by name', async () => {
    expect(await resolveTask('cola')).toMatchObject({ text: 'sentence', label: 'label', metric: 'matthews_correlation' });
    expect(await resolveTask('mrpc')).toMatchObject({ text: 'sentence1', pair: 'sentence2', metric: 'f1' });
    expect(knownTasks['rte'].training).toEqual({ epochs: 10 });
  });

  it('reads a file and fills in the rest', async () => {
    const path = await file('name: spam\nkind: classification\nlabels: [ham, spam]\ntraining: {epochs: 4}\n');
    expect(await resolveTask(path)).toEqual({
      name: 'spam',
      kind: 'classification',
      text: 'text',
      label: 'label',
      labels: ['ham', 'spam'],
      files: {},
      metric: 'accuracy',
      training: { epochs: 4 },
    });
  });

  it.each([
    ['name: x\nkind: taging\n', /no kind of task called 'taging'.*Did you mean 'tagging'/],
    ['name: x\nkind: tagging\ncolum: 2\n', /did you mean "column"/],
    ['name: x\nkind: regression\nrange: [5, 0]\n', /range.*lower number first/],
    ['name: x\nkind: classification\nchoices: c\n', /unknown key "choices"/],
    ['name: x\nkind: classification\nmetric: speed\n', /metric/],
    ['name: x\nkind: classification\ntexts: a\n', /texts/],
    ['name: x\nkind: classification\nlabels: [one]\n', /labels/],
  ])('refuses %j', async (content, message) => {
    await expect(resolveTask(await file(content))).rejects.toThrow(message);
  });

  it('guesses what a name was to be', async () => {
    await expect(resolveTask('sst-2')).rejects.toThrow(/no task called 'sst-2'.*Did you mean 'sst2'/);
    await expect(resolveTask('toString')).rejects.toThrow(/no task called/);
  });
});
