import { extname } from 'node:path';
import { UserError } from '@electra-ts/config';
import type { ChoiceExample } from '../kinds/multiple-choice.js';
import type { MultilabelExample } from '../kinds/multilabel.js';
import type { QuestionExample } from '../kinds/question-answering.js';
import type { MeasuredExample } from '../kinds/regression.js';
import { type TaggedExample, wordsExample } from '../kinds/tagging.js';
import { type Gold, goldOf, type LabeledExample, textsOf, type Unlabeled, WITHOUT_GOLD } from '../labeled-data.js';
import type { TaskKindName, TaskOf } from '../task-file.js';
import { readConll } from './read-conll.js';
import { noColumn, readRows, type Row, rowExtensions, type TableLayout, textIn } from './read-rows.js';
import { questionOf, readSquad, refuseRepeatedIds } from './read-squad.js';

/** How the files of one kind of task are read. */
export interface ExampleReader<Kind extends TaskKindName, Example extends object> {
  /** Endings of the files that can be read. */
  readonly extensions: readonly string[];
  read(path: string, task: TaskOf<Kind>, gold: Gold): Promise<Example[]>;
}

const classification: ExampleReader<'classification', Unlabeled & Partial<LabeledExample>> = {
  extensions: rowExtensions,
  async read(path, task, gold) {
    const rows = await usableRows(path, task, gold);
    return rows.map((row) => defined({ ...textsOf(row, task, mayBeEmpty(task, gold)), label: goldOf(row, task.label, gold, textIn) }));
  },
};

const regression: ExampleReader<'regression', MeasuredExample> = {
  extensions: rowExtensions,
  async read(path, task, gold) {
    const rows = await usableRows(path, task, gold);
    return rows.map((row) => defined({ ...textsOf(row, task, mayBeEmpty(task, gold)), value: goldOf(row, task.label, gold, numberIn) }));
  },
};

const multilabel: ExampleReader<'multilabel', MultilabelExample> = {
  extensions: rowExtensions,
  async read(path, task, gold) {
    const rows = await usableRows(path, task, gold);
    return rows.map((row) => defined({ ...textsOf(row, task, mayBeEmpty(task, gold)), labels: goldOf(row, task.label, gold, labelsIn) }));
  },
};

const tagging: ExampleReader<'tagging', TaggedExample> = {
  extensions: ['.txt', '.conll', '.jsonl'],
  async read(path, task, gold) {
    if (extname(path) !== '.jsonl') return readConll(path, task.column, gold);
    return (await readRows(path, task)).map((row) => {
      const words = listIn(row, task.text);
      const tags = goldOf(row, task.label, gold, listIn);
      if (tags !== undefined && tags.length !== words.length) {
        throw new UserError({
          what: `${row.where}: words and tags do not match`,
          expected: `a tag for each of ${words.length} words`,
          received: `${tags.length} tags`,
        });
      }
      return wordsExample(words, tags);
    });
  },
};

const questionAnswering: ExampleReader<'question-answering', QuestionExample> = {
  extensions: ['.json', '.jsonl'],
  async read(path, task, gold) {
    const examples = extname(path) === '.json' ? await readSquad(path) : await readQuestionLines(path, task);
    const bare = examples.find(({ answers }) => answers === undefined);
    if (bare !== undefined && gold === 'required') {
      throw new UserError({ what: `${path}: the question "${bare.question.slice(0, 60)}" has no '${task.answers}'.`, remedy: WITHOUT_GOLD });
    }
    return examples;
  },
};

async function readQuestionLines(path: string, task: TaskOf<'question-answering'>): Promise<QuestionExample[]> {
  const examples = (await readRows(path, { text: task.question, kind: task.kind })).map((row) => questionOf(row, task));
  refuseRepeatedIds(examples, path);
  return examples;
}

const multipleChoice: ExampleReader<'multiple-choice', ChoiceExample> = {
  extensions: rowExtensions,
  async read(path, task, gold) {
    return (await usableRows(path, task, gold)).map((row) => {
      const choices =
        typeof task.choices === 'string' ? listIn(row, task.choices) : task.choices.map((column) => textIn(row, column));
      const answer = goldOf(row, task.label, gold, numberIn);
      if (choices.length < 2 || (answer !== undefined && !(Number.isInteger(answer) && answer >= 0 && answer < choices.length))) {
        throw new UserError({
          what: `${row.where}: the right choice is not one of the choices`,
          expected: 'at least two choices, and the place of one of them from 0',
          received: `${choices.length} choices and ${answer}`,
        });
      }
      const question = task.question === undefined ? undefined : textIn(row, task.question);
      return defined({ text: textIn(row, task.text), question, choices, answer });
    });
  },
};

/** A reader for each kind. */
export const exampleReaders: { readonly [Kind in TaskKindName]: ExampleReader<Kind, object> } = {
  classification,
  regression,
  multilabel,
  tagging,
  'question-answering': questionAnswering,
  'multiple-choice': multipleChoice,
};

/** A task whose files are tables or JSON lines. */
type TableTask = TableLayout & { readonly pair?: string };

/**
 * Rows without those that are to be passed over. Where right answers need not be known, answers go by their row, so that none is: a row with an empty text
 * is answered like others, and one with too few or too many columns refused.
 */
async function usableRows(path: string, task: TableTask, gold: Gold): Promise<readonly Row[]> {
  if (task.raggedRows !== 'skip') return readRows(path, task);
  if (gold === 'optional') return readRows(path, { ...task, raggedRows: 'refuse' });
  const columns = [task.text, ...(task.pair === undefined ? [] : [task.pair])];
  return (await readRows(path, task)).filter(({ values }) => columns.every((column) => values[column] !== ''));
}

/** Whether `usableRows` keeps rows with an empty text. */
function mayBeEmpty(task: TableTask, gold: Gold): boolean {
  return task.raggedRows === 'skip' && gold === 'optional';
}

function numberIn(row: Row, column: string): number {
  const text = textIn(row, column);
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new UserError({ what: `${row.where}: column '${column}' is not a number.`, received: text.slice(0, 60) });
  }
  return value;
}

/** A list in JSON; in a table, labels with commas between, none where the cell is empty. */
function labelsIn(row: Row, column: string): string[] {
  const value = row.values[column];
  if (typeof value !== 'string') return listIn(row, column);
  return value.split(',').map((label) => label.trim()).filter((label) => label !== '');
}

function listIn(row: Row, column: string): string[] {
  const value = row.values[column];
  if (value === undefined) throw noColumn(row, column);
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')) return value.map(String);
  throw new UserError({
    what: `${row.where}: '${column}' is not a list of texts.`,
    received: JSON.stringify(value).slice(0, 60),
  });
}

/** Without the keys that have no value. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
