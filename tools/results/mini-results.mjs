// A mini model pre-trained for about an hour and fine-tuned on tasks, beside the same network untrained and beside a linear model of words.
// node mini-results.mjs [--data ../shared/data] [--work mini-results] [--results FILE.jsonl] [--page FILE.md] [--config mini-hour.yaml]
//   [--engine NAME] [--precision NAME] [--threads N] [--only TASK]... [--set training.key=value]...
// Each step is skipped that is done, so that the same command goes on after Ctrl-C. --data has corpus/books, corpus/books-valid and tasks;
// --work gets tokenizer, shards, run and what is made on the way; each cell is a line of --results, from which --page is written anew.
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFolderAtomically } from '@electra-ts/checkpoint';
import { userPath } from '@electra-ts/cli';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { readResults, resolveTask } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { RunFolder } from '@electra-ts/training';
import { bagOfWords } from './bag-of-words.mjs';
import { miniCells, miniTasks } from './mini-tasks.mjs';
import { pretrainBooks } from './pretrain-books.mjs';
import { ResultsFile } from './results-file.mjs';
import { resultsPage } from './results-table.mjs';
import { CommandFailed, commandsIn, leaveIfStopped, tell } from './run-commands.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    data: text, work: text, results: text, page: text, config: text, engine: text, precision: text, threads: text,
    only: { type: 'string', multiple: true }, set: { type: 'string', multiple: true },
  },
});
const given = (path, usual) => (path === undefined ? resolve(root, usual) : userPath(path));
const data = given(values.data, '../shared/data');
const work = given(values.work, 'mini-results');
const resultsFile = given(values.results, 'docs/results/mini-fine-tuning.jsonl');
const page = given(values.page, 'docs/results/mini-fine-tuning.md');
const config = given(values.config, 'tools/results/mini-hour.yaml');
const computing = ['engine', 'precision', 'threads'].flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]));
const at = (...names) => join(work, ...names);

const command = commandsIn(work);
const results = new ResultsFile(resultsFile, page, resultsPage);
const today = () => new Date().toISOString().slice(0, 10);

/** The run's discriminator with new weights, in a folder like any model's. */
async function untrainedModel(seed) {
  const folder = at('untrained', `seed-${seed}`);
  if (existsSync(folder)) return folder;
  const { config: record } = await RunFolder.inspect(at('run'));
  const { runtime } = await createRuntime({ engine: 'cpu' });
  const model = ElectraForPreTraining.create(record.networks.discriminator, { seed });
  await writeFolderAtomically(folder, async (into) => {
    await model.savePretrained(into);
    await (await Tokenizer.fromPretrained(at('tokenizer'))).save(into);
  });
  model.dispose();
  await runtime.dispose();
  return folder;
}

/** Fine-tunes one network on one task with one seed and measures it. */
async function fineTuned({ task, start, seed, split }, folder) {
  const model = start === 'pre-trained' ? at('run') : await untrainedModel(seed);
  const out = at('fine-tuned');
  const about = ['--task', task, '--model', model, '--data', folder, '--out', out, '--seed', String(seed), '--force'];
  await command('electra-trainer', 'finetune', ...about, ...computing, ...(values.set ?? []).flatMap((each) => ['--set', each]));
  const { steps, seconds, recipe, engine, best, history } = await readResults(out);
  const scored = split === 'dev' ? undefined : await command('electra-evaluator', 'score', '--task', task, '--model', out, '--data', folder, '--split', split, '--json', ...computing);
  const metrics = scored === undefined ? history.at(-1).metrics : JSON.parse(scored).metrics;
  await rm(out, { recursive: true });
  return { metrics, bestOnDev: best, evaluations: history.map(({ step, metrics: own }) => ({ step, metrics: own })), steps, seconds, engine, precision: values.precision ?? 'float32', recipe };
}

async function baseline({ task, split }, folder) {
  const started = performance.now();
  const metrics = await bagOfWords(await resolveTask(task), folder, split);
  return { metrics, steps: null, seconds: (performance.now() - started) / 1000 };
}

/** The cells that are not done yet. A cell that fails is told and left out, and the others go on. */
async function measure(cells) {
  const failed = [];
  for (const [number, cell] of cells.entries()) {
    leaveIfStopped();
    const { task, start, seed, split } = cell;
    const name = `${task}, ${start}, seed ${seed}`;
    tell(`\n${number + 1} of ${cells.length}: ${name}`);
    try {
      const folder = join(data, 'tasks', cell.folder);
      const measured = start === 'bag of words' ? await baseline(cell, folder) : await fineTuned(cell, folder);
      await results.add({ type: 'cell', task, start, seed, split, ...measured, date: today() });
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      failed.push(`${name}: ${error.message}`);
      tell(failed.at(-1));
    }
  }
  return failed;
}

const unknown = (values.only ?? []).filter((name) => !miniTasks.some(({ task }) => task === name));
if (unknown.length > 0) {
  tell(`There is no mini task called ${unknown.join(', ')}: expected some of ${miniTasks.map(({ task }) => task).join(', ')}`);
  process.exit(2);
}
await mkdir(work, { recursive: true });
try {
  const { evaluations, ...pretraining } = await pretrainBooks({ command, data, work, config, flags: computing });
  const { step, ...metrics } = evaluations.at(-1);
  if (!(await results.lines()).some(({ type }) => type === 'pre-training')) await results.add({ type: 'pre-training', date: today(), ...pretraining, metrics });
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  tell(error.message);
  process.exit(1);
}
const done = new Set((await results.lines()).filter(({ type }) => type === 'cell').map(({ task, start, seed }) => `${task}, ${start}, ${seed}`));
const failed = await measure(miniCells(values.only).filter(({ task, start, seed }) => !done.has(`${task}, ${start}, ${seed}`)));
if (failed.length > 0) {
  tell(`\nNot measured; the same command tries them again:\n${failed.join('\n')}`);
  process.exitCode = 1;
} else {
  tell(`\nAll is measured: ${page}`);
}
