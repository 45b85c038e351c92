import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerSplit, hasGold } from './answer-split.js';
import { Predictor } from './predict.js';
import { taskFile } from './task-file.js';

describe('answerSplit', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'answer-split-'));
    await writeFile(join(folder, 'dev.tsv'), 'text\tlabel\na\tyes\n');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['classification', ['yes', 'no'], true],
    ['classification', ['other', 'no'], false],
    ['regression', ['yes', 'no'], false],
  ] as const)('closes a model for %s of %j, whether or not it fits the task', async (kindName, labels, fits) => {
    const close = jest.fn();
    async function* answers(examples: readonly object[]) {
      for (const example of examples) yield { ...example, label: 'no' };
    }
    jest.spyOn(Predictor, 'open').mockResolvedValue({ kindName, context: { labels }, answers, close } as unknown as Predictor);
    const task = taskFile.parse({ name: 'letters', kind: 'classification' });
    const answered = await answerSplit({ model: 'model', task, data: folder }).catch(() => undefined);
    expect(answered?.answers).toEqual(fits ? [{ text: 'a', label: 'no' }] : undefined);
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('hasGold', () => {
  it('is true where every example says what is right', () => {
    expect(hasGold([{ text: 'a', label: 'x' }], 'classification')).toBe(true);
    expect(hasGold([{ text: 'a', label: 'x' }, { text: 'b' }], 'classification')).toBe(false);
    expect(hasGold([{ question: 'a', context: 'b', answers: [] }], 'question-answering')).toBe(true);
  });
});
