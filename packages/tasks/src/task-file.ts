import { existsSync } from 'node:fs';
import { didYouMean, parseConfig, readConfigFile, UserError } from '@electra-ts/config';
import { z } from 'zod';
import { metrics, type MetricName } from './metrics.js';
import { recipeOverrides } from './recipe.js';

/** Kinds of task that can be fine-tuned here. */
export const taskKinds = ['classification'] as const;

const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];

/** What a task file says, with its defaults. Columns are those of a TSV file's header, or keys of JSON lines. */
export const taskFile = z.strictObject({
  name: z.string().min(1),
  kind: z.literal(taskKinds),
  /** Column of the text, and of the second text where the task judges pairs. */
  text: z.string().default('text'),
  pair: z.string().optional(),
  label: z.string().default('label'),
  /** Labels in the order of the model's classes; the training file's labels, sorted, when absent. */
  labels: z.array(z.string()).min(2).optional(),
  /** Files below the data folder; `train.*`, `dev.*` and `test.*` when absent. */
  files: z
    .strictObject({ train: z.string().optional(), dev: z.string().optional(), test: z.string().optional() })
    .prefault({}),
  /** The metric that picks the best epoch. */
  metric: z.enum(metricNames).default('accuracy'),
  /** What to change in the recipe for this task. */
  training: recipeOverrides.prefault({}),
});

/** A task: what to read, what to predict and how to judge it. */
export type Task = z.output<typeof taskFile>;

const sentence = { kind: 'classification', text: 'sentence' } as const;
const sentencePair = { kind: 'classification', text: 'sentence1', pair: 'sentence2' } as const;

/** Tasks known by name: English benchmarks with one sentence or a pair a line. */
export const knownTasks: Readonly<Record<string, Task>> = Object.fromEntries(
  [
    { name: 'cola', ...sentence, metric: 'matthews_correlation' },
    { name: 'sst2', ...sentence },
    { name: 'mr', ...sentence },
    { name: 'cr', ...sentence },
    { name: 'subj', ...sentence },
    { name: 'mrpc', ...sentencePair, metric: 'f1' },
    // Ten epochs instead of three, as the paper's appendix has it for small data sets.
    { name: 'rte', ...sentencePair, training: { epochs: 10 } },
  ].map((task) => [task.name, taskFile.parse(task)]),
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
  const content = await readConfigFile(nameOrFile);
  refuseOtherKinds(content, nameOrFile);
  return parseConfig(taskFile, content, nameOrFile);
}

/** Says which kinds there are before the schema complains about the keys of a kind that it does not know. */
function refuseOtherKinds(content: unknown, where: string): void {
  const kind = (content as { kind?: unknown } | null)?.kind;
  if (typeof kind !== 'string' || (taskKinds as readonly string[]).includes(kind)) return;
  throw new UserError({
    what: `${where}: this version cannot fine-tune a task of kind '${kind}'.`,
    expected: `kind: ${taskKinds.join(' or ')}`,
    received: `kind: ${kind}`,
  });
}
