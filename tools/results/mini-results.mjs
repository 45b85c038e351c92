// A mini model pre-trained for about an hour and fine-tuned on tasks, beside the same network untrained and beside a linear model of words.
// node mini-results.mjs [--data ../shared/data] [--work mini-results] [--results FILE.jsonl] [--page FILE.md] [--config mini-hour.yaml]
//   [--engine NAME] [--precision NAME] [--threads N] [--only TASK]... [--set training.key=value]...
// Each step is skipped that is done, so that the same command goes on after Ctrl-C. --data has corpus/books, corpus/books-valid and tasks;
// --work gets tokenizer, shards, run and what is made on the way; each cell is a line of --results, from which --page is written anew.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFileAtomically, writeFolderAtomically } from '@electra-ts/checkpoint';
import { userPath } from '@electra-ts/cli';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { createRuntime } from '@electra-ts/engine';
import { readResults, resolveTask } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { RunFolder } from '@electra-ts/training';
import { bagOfWords } from './bag-of-words.mjs';
import { hashedDev } from './hashed-dev.mjs';
import { miniCells, miniTasks } from './mini-tasks.mjs';
import { resultsPage } from './results-table.mjs';

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

/** Ctrl-C reaches the command that runs, which saves and ends; what comes after is not begun. */
let stopped = 0;
process.on('SIGINT', () => (stopped = 130));
process.on('SIGTERM', () => (stopped = 143));

class CommandFailed extends Error {}

const tell = (message) => process.stderr.write(`${message}\n`);
const bins = { 'electra-trainer': 'apps/trainer/bin/electra-trainer.mjs', 'electra-evaluator': 'apps/evaluator/bin/electra-evaluator.mjs' };

/** Runs a command as a user would, its progress on standard error. Resolves with its standard output. */
async function command(bin, ...flags) {
  tell(`\n${bin} ${flags.join(' ')}`);
  const child = spawn(process.execPath, [join(root, bins[bin]), ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const terminate = () => child.kill('SIGTERM');
  process.once('SIGTERM', terminate);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const ended = await new Promise((done) => child.on('close', (code, signal) => done(code ?? signal)));
  process.off('SIGTERM', terminate);
  if (ended === 130 || ended === 143) stopped = ended;
  leaveIfStopped();
  if (ended !== 0) throw new CommandFailed(`${bin} ${flags[0]} ended with ${ended}`);
  return output;
}

function leaveIfStopped() {
  if (stopped === 0) return;
  tell('Stopped; the same command goes on.');
  process.exit(stopped);
}

async function readLines() {
  if (!existsSync(resultsFile)) return [];
  // A line that a power failure cut short is no cell.
  return (await readFile(resultsFile, 'utf8')).split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

async function addLine(line) {
  await mkdir(dirname(resultsFile), { recursive: true });
  const before = existsSync(resultsFile) ? await readFile(resultsFile, 'utf8') : '';
  await appendFile(resultsFile, `${before === '' || before.endsWith('\n') ? '' : '\n'}${JSON.stringify(line)}\n`);
  await mkdir(dirname(page), { recursive: true });
  await writeFileAtomically(page, resultsPage(await readLines()));
}

const today = () => new Date().toISOString().slice(0, 10);

/** Tokenizer, shards and run. */
async function pretrain() {
  const books = join(data, 'corpus', 'books');
  if (!existsSync(at('tokenizer'))) {
    await command('electra-trainer', 'tokenizer', '--input', books, '--vocab-size', '16384', '--out', at('tokenizer'));
  }
  if (!existsSync(at('shards', 'manifest.json'))) {
    const input = ['--input', books, '--valid', join(data, 'corpus', 'books-valid'), '--sentence-unit', 'paragraph'];
    await command('electra-trainer', 'prepare', ...input, '--tokenizer', at('tokenizer'), '--out', at('shards'), '--resume');
  }
  const begun = existsSync(at('run', 'run.json')) ? await RunFolder.inspect(at('run')) : undefined;
  if (begun === undefined || (begun.checkpoints.at(-1)?.step ?? 0) < begun.config.configuration.training.steps) {
    const how = begun === undefined ? [] : [begun.checkpoints.length > 0 ? '--resume' : '--force'];
    await command('electra-trainer', 'pretrain', '--config', config, '--data', at('shards'), '--tokenizer', at('tokenizer'), '--out', at('run'), ...computing, ...how);
  }
  const { config: record, metrics } = await RunFolder.inspect(at('run'));
  const steps = metrics.filter(({ type }) => type === 'step');
  const { training, data: { sequenceLength } } = record.configuration;
  return {
    type: 'pre-training',
    date: today(),
    node: process.versions.node,
    engine: record.engine,
    steps: training.steps,
    batchSize: training.batchSize,
    sequenceLength,
    hours: steps.at(-1).seconds / 3600,
    parameters: record.parameters.discriminator,
    metrics: lastEvaluation(metrics),
  };
}

function lastEvaluation(rows) {
  const { type, step, seconds, ...metrics } = rows.filter((row) => row.type === 'evaluation').at(-1);
  return metrics;
}

/** The folder of a task's files. Where there is no development file, one is made of a tenth of the training sentences. */
async function taskData({ folder, hashedDev: isHashed }) {
  const own = join(data, 'tasks', folder);
  if (!isHashed) return own;
  const made = at('data', folder);
  if (!existsSync(made)) {
    await writeFolderAtomically(made, async (into) => {
      const { train, dev } = hashedDev(await readFile(join(own, 'train.txt'), 'utf8'));
      await writeFile(join(into, 'train.txt'), train);
      await writeFile(join(into, 'dev.txt'), dev);
      await copyFile(join(own, 'test.txt'), join(into, 'test.txt'));
    });
  }
  return made;
}

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
      const folder = await taskData(cell);
      const measured = start === 'bag of words' ? await baseline(cell, folder) : await fineTuned(cell, folder);
      await addLine({ type: 'cell', task, start, seed, split, ...measured, date: today() });
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
  const pretraining = await pretrain();
  if (!(await readLines()).some(({ type }) => type === 'pre-training')) await addLine(pretraining);
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  tell(error.message);
  process.exit(1);
}
const done = new Set((await readLines()).filter(({ type }) => type === 'cell').map(({ task, start, seed }) => `${task}, ${start}, ${seed}`));
const failed = await measure(miniCells(values.only).filter(({ task, start, seed }) => !done.has(`${task}, ${start}, ${seed}`)));
if (failed.length > 0) {
  tell(`\nNot measured; the same command tries them again:\n${failed.join('\n')}`);
  process.exitCode = 1;
} else {
  tell(`\nAll is measured: ${page}`);
}
