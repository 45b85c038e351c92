import { formatDuration } from '@electra-ts/config';
import { engineFact, formatQuantity, type ReportData, type Section } from '@electra-ts/report';
import type { EngineChoice } from '@electra-ts/engine';
import { verifyModel } from '@electra-ts/checkpoint';
import { answerSplit, examineAnswers, knownTasks, type Split, type Task } from '@electra-ts/tasks';
import { differentTests } from '../runs/different-tests.js';
import { costOf } from '../runs/pretraining-curve.js';
import type { FinetunedRun, PretrainingRun, Runs } from '../runs/read-runs.js';
import { differingSettings } from './differing-settings.js';
import { divergedRuns } from './diverged-runs.js';
import { type Examined, finetunedSection } from './finetuned-section.js';
import { medianModel } from './median-model.js';
import { pretrainingCharts } from './pretraining-charts.js';
import { seedsOf } from './seeds-of.js';

/** What a report of fine-tuned models may look at besides their results. */
export interface ReportOptions extends EngineChoice {
  readonly data?: string;
  readonly task?: Task;
  readonly split: Split;
  /** Hears of data that cannot be looked at since it is of another task than the models. */
  readonly warn?: (message: string) => void;
}

/**
 * The page about runs.
 *
 * @throws UserError for data that cannot be used
 */
export async function runsReport({ pretraining, finetuned }: Runs, options: ReportOptions): Promise<ReportData> {
  const tasks = [...new Set(finetuned.map(({ results }) => results.task))];
  const sections: Section[] = pretraining.length === 0 ? [] : [pretrainingCost(pretraining)];
  for (const task of tasks) {
    const models = finetuned.filter(({ results }) => results.task === task);
    sections.push(finetunedSection(models, await examine(models, tasks, options)));
  }
  const all = [...pretraining, ...finetuned];
  const configurations = all.map((run) => [run.name, configurationOf(run)] as const);
  const kinds = [
    ...(pretraining.length > 0 ? [count(pretraining.length, 'pre-training run')] : []),
    ...(finetuned.length > 0 ? [`${count(finetuned.length, 'fine-tuned model')} of ${tasks.join(', ')}`] : []),
  ];
  return {
    title: all.length === 1 ? all[0].name : `${all.length} runs of ELECTRA`,
    lead: [`What was measured: ${kinds.join(' and ')}.`, ...divergedRuns(pretraining), ...differentTests(pretraining)].join(' '),
    facts: [...new Set(all.map(engineOf))].map(engineFact),
    verdicts: [],
    charts: pretrainingCharts(pretraining),
    sections,
    examples: [],
    configuration: all.length === 1 ? configurations[0][1] : Object.fromEntries(configurations),
  };
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
const engineOf = (run: PretrainingRun | FinetunedRun): string => ('record' in run ? run.record.engine : run.results.engine);

const configurationOf = (run: PretrainingRun | FinetunedRun): Readonly<Record<string, unknown>> => {
  if ('record' in run) return run.record.configuration;
  const { model, initialize, seed, recipe } = run.results;
  return { model, initialize, seed, training: recipe };
};

function pretrainingCost(runs: readonly PretrainingRun[]): Section {
  const rows = runs.map(({ name, record, rows: metrics }) => {
    const steps = Math.max(0, ...metrics.map(({ step }) => step));
    const { tokens, flops } = costOf(record, metrics)(steps);
    const seconds = metrics.findLast((row) => typeof row['seconds'] === 'number')?.['seconds'];
    const time = typeof seconds === 'number' ? formatDuration(seconds) : '-';
    return [name, record.configuration.objective.name, formatQuantity(record.parameters.joint), String(steps), time, formatQuantity(tokens), formatQuantity(flops)];
  });
  const table = {
    title: 'Runs',
    columns: ['run', 'objective', 'parameters', 'steps', 'time', 'tokens', 'FLOP'],
    rows,
    note: "Tokens with padding; FLOPs of the networks' matrix products, forward and backward.",
  };
  const settings = differingSettings(runs.map((run) => [run.name, configurationOf(run)]));
  return { id: 'pretraining-cost', title: 'What pre-training cost', parts: [{ type: 'table', table }, ...settings] };
}

/** Lets the median of the first model's seeds answer the data. */
async function examine(models: readonly FinetunedRun[], tasks: readonly string[], options: ReportOptions): Promise<Examined | { readonly unavailable: string }> {
  const { data, split } = options;
  const [{ results }] = models;
  const closer = 'A closer look at the answers (by label, what is taken for what, calibration, the worst mistakes)';
  if (data === undefined) return { unavailable: `${closer} needs the task's data: --data.` };
  const known = Object.hasOwn(knownTasks, results.task) ? knownTasks[results.task] : undefined;
  // Data is of one task: the one that was named, else the only one that there is.
  const task = options.task ?? known;
  if (task === undefined) return { unavailable: `${closer} needs the task's file: --task.` };
  if (!tasks.includes(task.name)) {
    const unavailable = `There is no closer look at the answers: what was fine-tuned for ${tasks.join(', ')} has none for another task, ${task.name}.`;
    options.warn?.(`${unavailable} Name the data of ${tasks.join(' or ')} by --data, and its task by --task.`);
    return { unavailable };
  }
  if (task.name !== results.task || (options.task === undefined && tasks.length > 1)) {
    return { unavailable: `${closer} is for one task a page: name its data by --data and it by --task.` };
  }
  const seeds = seedsOf(models);
  const model = medianModel(seeds, task.kind);
  await verifyModel(model.folder, (message) => options.warn?.(message));
  const answered = await answerSplit({ ...options, model: model.folder, task, data });
  const { examples, answers, kind, context } = answered;
  return { model, seeds: seeds.length, split, examples: examples.length, metrics: kind.score(examples, answers, context), examination: examineAnswers(answered, task.kind) };
}
