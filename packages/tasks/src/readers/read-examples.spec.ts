import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSplit } from '../task-data.js';
import { knownTasks, type Task, taskFile } from '../task-file.js';

describe('examples of tasks', () => {
  let folder: string;
  const put = (name: string, ...lines: string[]) => writeFile(join(folder, name), `${lines.join('\n')}\n`);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'examples-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  // Rows in the layout of the official files, written for this test.
  it.each<[string, string, string[], object]>([
    ['cola', 'train.tsv', ['gj04\t1\t\tShe sang.', 'gj04\t0\t*\tShe sing "that.'], { text: 'She sang.', label: '1' }],
    ['sst2', 'train.tsv', ['sentence\tlabel', 'fine \t1'], { text: 'fine ', label: '1' }],
    ['mrpc', 'train.tsv', ['Quality\t#1 ID\t#2 ID\t#1 String\t#2 String', '1\t7\t8\tHe "ran.\tHe runs.'], { text: 'He "ran.', pair: 'He runs.', label: '1' }],
    ['sts', 'dev.tsv', ['index\tgenre\tsentence1\tsentence2\tscore', '0\tnews\ta\tb\t2.500'], { text: 'a', pair: 'b', value: 2.5 }],
    ['qqp', 'dev.tsv', ['id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate', '1\t2', '1\t2\t3\tWhy?\tHow?\t0'], { text: 'Why?', pair: 'How?', label: '0' }],
    ['mnli', 'dev_matched.tsv', ['index\tsentence1\tsentence2\tlabel1\tgold_label', '0\ta\tb\tneutral\tentailment'], { text: 'a', pair: 'b', label: 'entailment' }],
    ['mnli-mm', 'dev_mismatched.tsv', ['index\tsentence1\tsentence2\tlabel1\tgold_label', '0\ta\tb\tneutral\tneutral'], { text: 'a', pair: 'b', label: 'neutral' }],
    ['qnli', 'dev.tsv', ['index\tquestion\tsentence\tlabel', '0\tWho?\tHe.\tnot_entailment'], { text: 'Who?', pair: 'He.', label: 'not_entailment' }],
    ['rte', 'dev.tsv', ['index\tsentence1\tsentence2\tlabel', '0\ta\tb\tentailment'], { text: 'a', pair: 'b', label: 'entailment' }],
    ['wnli', 'dev.tsv', ['index\tsentence1\tsentence2\tlabel', '0\ta\tb\t1'], { text: 'a', pair: 'b', label: '1' }],
    ['ax', 'diagnostic-full.tsv', ['Lexical Semantics\tPremise\tHypothesis\tLabel', '\ta\tb\tneutral'], { text: 'a', pair: 'b', label: 'neutral' }],
    ['ax', 'diagnostic.tsv', ['index\tsentence1\tsentence2', '0\ta\tb'], { text: 'a', pair: 'b' }],
    ['cola', 'test.tsv', ['index\tsentence', '0\tShe sang.'], { text: 'She sang.' }],
  ])('reads %s: %s', async (name, file, lines, first) => {
    await put(file, ...lines);
    const split = /train|dev|full/.test(file) && !file.startsWith('diagnostic.') ? (file.startsWith('train') ? 'train' : 'dev') : 'test';
    const examples = await readSplit(folder, split, knownTasks[name], split === 'test' ? 'optional' : 'required');
    expect(examples[0]).toEqual(first);
  });

  it('keeps the row of every answer in the files that are to be answered', async () => {
    await put('test.tsv', 'id\tquestion1\tquestion2', '0\tWhy?\tHow?', '1\t\tHow?');
    const answered = await readSplit(folder, 'test', knownTasks['qqp'], 'optional');
    expect(answered).toEqual([{ text: 'Why?', pair: 'How?' }, { text: '', pair: 'How?' }]);
    await put('test.tsv', 'id\tquestion1\tquestion2', '0\tWhy?', '1\tWhy?\tHow?');
    await expect(readSplit(folder, 'test', knownTasks['qqp'], 'optional')).rejects.toThrow(/test\.tsv:2 does not have the columns/);
  });

  it.each(['{"id":"a","question":"q","context":"c","answers":[]}', '{"id":7,"question":"q","context":"c","answers":[]}'])('refuses questions of one id: %s', async (line) => {
    await put('dev.jsonl', line, line);
    const task = taskFile.parse({ name: 'x', kind: 'question-answering' });
    await expect(readSplit(folder, 'dev', task)).rejects.toThrow(/has the question "(a|7)" twice/);
  });

  it('divides the training file of CoNLL-2000, which has no development file', async () => {
    await put('train.txt', ...Array.from({ length: 100 }, (_, n) => `word${n} NN B-NP\n`));
    const [train, dev] = [await readSplit(folder, 'train', knownTasks['conll2000']), await readSplit(folder, 'dev', knownTasks['conll2000'])];
    expect(dev.length).toBeGreaterThan(0);
    expect(train.length + dev.length).toBe(100);
  });

  it('wants right answers unless told otherwise', async () => {
    await put('test.tsv', 'index\tsentence', '0\tShe sang.');
    await expect(readSplit(folder, 'test', knownTasks['cola'])).rejects.toThrow(/no column 'label'.*with text, pair and label\. Without right answers .*score --submission FOLDER\.$/);
  });

  const read = (task: object, line: object) =>
    put('dev.jsonl', JSON.stringify(line)).then(() => readSplit(folder, 'dev', taskFile.parse({ name: 'x', ...task }) as Task));

  it('reads the other kinds from JSON lines', async () => {
    expect(await read({ kind: 'multilabel' }, { text: 'a', labels: ['x', 'y'] })).toEqual([{ text: 'a', labels: ['x', 'y'] }]);
    const choices = { kind: 'multiple-choice', question: 'q', choices: ['c0', 'c1'] };
    expect(await read(choices, { text: 'a', q: 'b', c0: 'yes', c1: 'no', label: '1' })).toEqual([
      { text: 'a', question: 'b', choices: ['yes', 'no'], answer: 1 },
    ]);
    expect(await read({ kind: 'tagging' }, { words: ['a', 'b'], tags: ['O', 'X'] })).toMatchObject([{ text: 'a b', tags: ['O', 'X'] }]);
  });

  it('reads several labels out of a table', async () => {
    await put('dev.tsv', 'text\tlabels', 'a\tx, y', 'b\t');
    const examples = await readSplit(folder, 'dev', taskFile.parse({ name: 'x', kind: 'multilabel' }));
    expect(examples).toEqual([{ text: 'a', labels: ['x', 'y'] }, { text: 'b', labels: [] }]);
  });

  it.each<[object, object, RegExp]>([
    [{ kind: 'regression' }, { text: 'a', score: 'high' }, /column 'score' is not a number.*received high/],
    [{ kind: 'multilabel' }, { text: 'a', labels: 3 }, /'labels' is not a list of texts/],
    [{ kind: 'tagging' }, { words: ['a'], tags: [] }, /a tag for each of 1 words, received 0 tags/],
    [{ kind: 'multiple-choice' }, { text: 'a', choices: ['b', 'c'], label: 2 }, /right choice is not one.*received 2 choices and 2/],
    [{ kind: 'tagging' }, { text: 'a', tags: [] }, /no column 'words'.*names its columns with text and label\.$/],
    [{ kind: 'multiple-choice' }, { text: 'a', label: 0 }, /no column 'choices'.*with text, question, choices and label\.$/],
    [{ kind: 'question-answering' }, { frage: 'q', context: 'c' }, /no column 'question'.*with question, context and answers\.$/],
    [{ kind: 'question-answering' }, { question: 'q', context: 'c' }, /has no 'answers'.*score --submission/],
  ])('refuses for %j the line %j', async (task, line, message) => {
    await expect(read(task, line)).rejects.toThrow(message);
  });
});
