// What bfloat16 products do to learning: the mini networks pre-trained with several seeds in float32 and in bfloat16 by the same recipe, and fine-tuned on two tasks.
// node precision-results.mjs [--data ../shared/data] [--work precision-results] [--results FILE.jsonl] [--page FILE.md] [--config mini-3000.yaml]
//   [--engine openvino] [--threads N] [--seeds 3] [--precision float32|bfloat16]
// Each run and each fine-tuning is skipped that is done, so that the same command goes on after Ctrl-C. `--precision` does one of the two: with a thread each, two such
// processes use two cores better than one process does, once the first has made the shards.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { userPath } from '@electra-ts/cli';
import { readResults } from '@electra-ts/tasks';
import { precisionCurves } from './precision-curves.mjs';
import { comparedTasks, precisionPage, precisions } from './precision-table.mjs';
import { pretrainBooks } from './pretrain-books.mjs';
import { ResultsFile } from './results-file.mjs';
import { CommandFailed, commandsIn, tell } from './run-commands.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = { type: 'string' };
const { values } = parseArgs({ options: { data: text, work: text, results: text, page: text, config: text, engine: text, threads: text, seeds: text, precision: text } });
const given = (path, usual) => (path === undefined ? resolve(root, usual) : userPath(path));
const data = given(values.data, '../shared/data');
const work = given(values.work, 'precision-results');
const config = given(values.config, 'tools/results/mini-3000.yaml');
const results = new ResultsFile(given(values.results, 'docs/results/precision.jsonl'), given(values.page, 'docs/results/precision.md'), precisionPage);
const computing = (precision) => ['--engine', values.engine ?? 'openvino', '--precision', precision, ...(values.threads === undefined ? [] : ['--threads', values.threads])];
const measured = precisions.filter((precision) => precision === (values.precision ?? precision));
if (measured.length === 0) throw new Error(`--precision: expected ${precisions.join(' or ')}, received ${values.precision}.`);
const command = commandsIn(work);
const today = () => new Date().toISOString().slice(0, 10);
const isDone = async (wanted) => (await results.lines()).some((line) => Object.entries(wanted).every(([key, value]) => line[key] === value));

/** One seed in one precision: the run, then its fine-tunings. */
async function measure(seed, precision) {
  const run = `run-${precision}-${seed}`;
  const trained = await pretrainBooks({ command, data, work, config, run, flags: [...computing(precision), '--set', `seed=${seed}`] });
  const cell = { seed, precision };
  if (!(await isDone({ type: 'pre-training', ...cell }))) {
    await results.add({ type: 'pre-training', ...cell, date: today(), ...trained });
    await writeFileAtomically(join(dirname(results.page), 'precision.svg'), precisionCurves(await results.lines()));
  }
  for (const { task, folder } of comparedTasks) {
    if (await isDone({ type: 'fine-tuning', task, ...cell })) continue;
    const out = join(work, `fine-tuned-${precision}`);
    const about = ['--task', task, '--model', run, '--data', join(data, 'tasks', folder), '--out', out, '--seed', String(seed), '--force'];
    await command('electra-trainer', 'finetune', ...about, ...computing(precision));
    const { history, seconds } = await readResults(out);
    await rm(out, { recursive: true });
    await results.add({ type: 'fine-tuning', task, ...cell, date: today(), metrics: history.at(-1).metrics, seconds });
  }
}

await mkdir(work, { recursive: true });
try {
  // Both precisions of a seed before the next seed, so that what is there can be compared at any time.
  for (let seed = 0; seed < Number(values.seeds ?? 3); seed++) for (const precision of measured) await measure(seed, precision);
  tell(`\nAll of ${measured.join(' and ')} is measured: ${results.page}`);
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  tell(error.message);
  process.exitCode = 1;
}
