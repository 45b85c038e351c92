import { existsSync } from 'node:fs';
import { didYouMean, parseConfig, readConfigFile, UserError } from '@electra-ts/config';
import { z } from 'zod';
import { builtInTasks } from './built-in-tasks.js';
import { metrics, type MetricName } from './metrics/classification-metrics.js';
import { recipeOverrides } from './recipe.js';

/** Kinds of task that can be fine-tuned here. */
export const taskKinds = [
  'classification',
  'regression',
  'multilabel',
  'tagging',
  'question-answering',
  'multiple-choice',
] as const;

/** A kind of task. */
export type TaskKindName = (typeof taskKinds)[number];

const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];

/** A file's name below the data folder; or several, of which the first that exists is taken, else `train.*` and so on. */
const fileName = z.union([z.string(), z.array(z.string()).min(1)]).optional();

const common = {
  name: z.string().min(1),
  /** Files below the data folder; `train.*`, `dev.*` and `test.*` when absent. */
  files: z.strictObject({ train: fileName, dev: fileName, test: fileName }).prefault({}),
  /** Whether a tenth of the training examples, chosen by the hash of their texts, is the development data where there is no file of it. */
  holdOut: z.boolean().optional(),
  /** What to change in the recipe for this task. */
  training: recipeOverrides.prefault({}),
};

/** Of tables: the columns' names where a file has no header, other names for columns, and what to do with odd rows. */
const table = {
  /** Names of the columns of a table whose first line does not have the text's column in it. */
  header: z.array(z.string()).min(1).optional(),
  /** Columns that go by another name in some files: the file's name, then the one that the task uses. */
  rename: z.record(z.string(), z.string()).optional(),
  /** What to do at a row with too few or too many columns. */
  raggedRows: z.enum(['refuse', 'skip']).optional(),
};

const texts = {
  /** Column of the text, and of the second text where the task judges pairs. */
  text: z.string().default('text'),
  pair: z.string().optional(),
};

/** What a task file may say, by its kind. Columns are those of a table's header, or keys of JSON lines. */
export const taskSchemas = {
  classification: z.strictObject({
    ...common,
    kind: z.literal('classification'),
    ...table,
    ...texts,
    label: z.string().default('label'),
    /** Labels in the order of the model's classes; the training file's labels, sorted, when absent. */
    labels: z.array(z.string()).min(2).optional(),
    /** The metric that picks the best epoch. */
    metric: z.enum(metricNames).default('accuracy'),
  }),
  regression: z.strictObject({
    ...common,
    kind: z.literal('regression'),
    ...table,
    ...texts,
    /** Column of the number. */
    label: z.string().default('score'),
    /** Lowest and highest number, which training maps to 0 to 1; those of the training examples when absent. */
    range: z
      .tuple([z.number(), z.number()])
      .refine(([low, high]) => low < high, 'expected the lower number first')
      .optional(),
    metric: z.enum(['pearson', 'spearmanr', 'mse']).default('spearmanr'),
  }),
  multilabel: z.strictObject({
    ...common,
    kind: z.literal('multilabel'),
    ...table,
    ...texts,
    /** Column of the labels: a list in JSON, a text with commas between labels in a table. */
    label: z.string().default('labels'),
    labels: z.array(z.string()).min(1).optional(),
    metric: z.enum(['accuracy', 'f1_micro', 'f1_macro']).default('f1_micro'),
  }),
  tagging: z.strictObject({
    ...common,
    kind: z.literal('tagging'),
    /** Keys of the words and their tags in JSON lines, both lists. */
    text: z.string().default('words'),
    label: z.string().default('tags'),
    /** Column of the tag in files of one word a line, from 0; the last one when absent. The word is in the first. */
    column: z.int().min(1).optional(),
    labels: z.array(z.string()).min(2).optional(),
    /** FB1 when absent; accuracy where no tag of the development examples marks a span. */
    metric: z.enum(['accuracy', 'precision', 'recall', 'FB1']).optional(),
  }),
  'question-answering': z.strictObject({
    ...common,
    kind: z.literal('question-answering'),
    /** Keys in JSON lines; SQuAD's own files need none. */
    question: z.string().default('question'),
    context: z.string().default('context'),
    answers: z.string().default('answers'),
    metric: z.enum(['exact', 'exact_match', 'f1', 'best_exact', 'best_f1']).default('f1'),
  }),
  'multiple-choice': z.strictObject({
    ...common,
    kind: z.literal('multiple-choice'),
    ...table,
    text: z.string().default('text'),
    /** Column of a question that stands before each choice. */
    question: z.string().optional(),
    /** Key of a list, or the columns of the choices. */
    choices: z.union([z.string(), z.array(z.string()).min(2)]).default('choices'),
    /** Column of the right one's place among the choices, from 0. */
    label: z.string().default('label'),
    metric: z.literal('accuracy').default('accuracy'),
  }),
} as const satisfies Record<TaskKindName, z.ZodType>;

/** What a task file says, with its defaults. */
export const taskFile = z.discriminatedUnion('kind', [
  taskSchemas.classification,
  taskSchemas.regression,
  taskSchemas.multilabel,
  taskSchemas.tagging,
  taskSchemas['question-answering'],
  taskSchemas['multiple-choice'],
]);

/** A task: what to read, what to predict and how to judge it. */
export type Task = z.output<typeof taskFile>;
/** A task of one kind. */
export type TaskOf<Kind extends TaskKindName> = Extract<Task, { kind: Kind }>;

/** Tasks known by name. */
export const knownTasks: Readonly<Record<string, Task>> = Object.fromEntries(
  Object.entries(builtInTasks).map(([name, task]) => [name, taskFile.parse({ name, ...task })]),
);

/**
 * Finds a task by its name, or reads a task file (.yaml, .yml or .json).
 *
 * @throws UserError for a name that is neither, a kind that is not supported, and keys that are wrong
 */
export async function resolveTask(nameOrFile: string): Promise<Task> {
  const known = Object.hasOwn(knownTasks, nameOrFile) ? knownTasks[nameOrFile] : undefined;
  if (known) return known;
  if (!/\.(ya?ml|json)$/.test(nameOrFile) && !existsSync(nameOrFile)) {
    const names = Object.keys(knownTasks);
    const guess = didYouMean(nameOrFile, names);
    throw new UserError({
      what: `There is no task called '${nameOrFile}'.`,
      expected: `one of ${names.join(', ')}, or the path of a task file ending in .yaml or .json`,
      remedy: guess ? `Did you mean '${guess}'?` : undefined,
    });
  }
  return parseTask(await readConfigFile(nameOrFile), nameOrFile);
}

/**
 * A task out of what a task file says.
 *
 * @param where the file, for messages
 * @throws UserError with every problem that there is
 */
export function parseTask(content: unknown, where: string): Task {
  const kind = (content as { kind?: unknown } | null)?.kind;
  // By its kind's own schema, so that a wrong key is compared with the keys of that kind.
  const schema: z.ZodType<Task> = typeof kind === 'string' ? taskSchemas[knownKind(kind, where)] : taskFile;
  return parseConfig(schema, content, where);
}

function knownKind(kind: string, where: string): TaskKindName {
  if ((taskKinds as readonly string[]).includes(kind)) return kind as TaskKindName;
  const guess = didYouMean(kind, taskKinds);
  throw new UserError({
    what: `${where}: there is no kind of task called '${kind}'.`,
    expected: `kind: ${taskKinds.join(', ')}`,
    received: `kind: ${kind}`,
    remedy: guess ? `Did you mean '${guess}'?` : undefined,
  });
}
