// Kills a trainer with SIGKILL at random moments and resumes it each time, then compares its end with that of a run that
// nobody disturbed: weights, moments and measurements have to be equal, byte for byte.
// node kill-harness.mjs [--kills 200] [--seed 1] [--minutes 30] [--results FILE]
// prints what was done as JSON; with --results it is added to a file of one such line a call, and what all of them add up to is printed
import { fork } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { verifyFolder } from '@electra-ts/checkpoint';
import { checkpoints, isTemporary, outcome, prepareTinyData, randomNumbers } from './tiny-run.mjs';

const { values } = parseArgs({
  options: { kills: { type: 'string' }, seed: { type: 'string' }, minutes: { type: 'string' }, results: { type: 'string' } },
});
const kills = Number(values.kills ?? 200);
const seed = Number(values.seed ?? 1);
const deadline = performance.now() + Number(values.minutes ?? 30) * 60_000;
const train = fileURLToPath(new URL('train.mjs', import.meta.url));
/** More than the lives do, of which each ends after its second step or so: the last kill is before the end. */
const steps = 3 * kills;
const random = randomNumbers(seed);

/** One life of the trainer. Resolves with how it ended: 'done', or where it was when it was killed. */
function live(folder, run, resume, kill) {
  return new Promise((resolve, reject) => {
    const child = fork(train, [folder, run, String(steps), ...(resume ? ['--resume'] : [])], { silent: true });
    let errors = '';
    let seen = 0;
    let watcher;
    child.stderr.on('data', (text) => (errors += text));
    const strike = (milliseconds) => setTimeout(() => child.kill('SIGKILL'), milliseconds);
    if (kill?.when === 'starting') strike(kill.delay);
    child.on('message', () => {
      seen++;
      if (seen !== kill?.after) return;
      if (kill.when === 'training') strike(kill.delay);
      // Inside a save: the folder that is being written has just appeared.
      if (kill.when === 'saving') {
        watcher = watch(join(folder, run), (_, name) => isTemporary(name ?? '') && strike(kill.delay));
      }
    });
    child.on('exit', (code, signal) => {
      watcher?.close();
      if (code === 0) return resolve('done');
      if (signal !== 'SIGKILL') return reject(new Error(`the trainer ended with ${code ?? signal}: ${errors}`));
      const isSaving = existsSync(join(folder, run)) && readdirSync(join(folder, run)).some(isTemporary);
      // Before the first step the leftovers of the life before may still be there.
      resolve(seen === 0 ? 'before its first step' : isSaving ? 'inside a save' : 'between saves');
    });
  });
}

/** What the lines of a file of results add up to. */
function total(file) {
  const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const sum = (pick) => lines.reduce((all, line) => all + pick(line), 0);
  const places = Object.keys(lines[0].killed).map((place) => [place, sum(({ killed }) => killed[place])]);
  return {
    runs: lines.length,
    kills: sum((line) => line.kills),
    killed: Object.fromEntries(places),
    damagedCheckpoints: sum((line) => line.damagedCheckpoints),
    equalRuns: lines.filter((line) => line.isEqual).length,
  };
}

const folder = await mkdtemp(join(tmpdir(), 'kill-harness-'));
try {
  await prepareTinyData(folder);
  await live(folder, 'undisturbed', false);

  const killed = { 'before its first step': 0, 'between saves': 0, 'inside a save': 0 };
  let count = 0;
  let damaged = 0;
  let end = '';
  while (end !== 'done') {
    const resume = existsSync(join(folder, 'killed', 'run.json'));
    const goesOn = count < kills && performance.now() < deadline;
    const when = random() < 0.1 ? 'starting' : random() < 0.5 ? 'training' : 'saving';
    const kill = { when, after: 1 + Math.floor(random() * 2), delay: random() * (when === 'starting' ? 1500 : 12) };
    end = await live(folder, 'killed', resume, goesOn ? kill : undefined);
    if (end === 'done') break;
    killed[end]++;
    count++;
    for (const checkpoint of checkpoints(join(folder, 'killed'))) {
      await verifyFolder(checkpoint).catch((error) => {
        damaged++;
        process.stderr.write(`after kill ${count}, ${end}: ${error.message}\n`);
      });
    }
    if (count % 20 === 0) process.stderr.write(`${count} kills\n`);
  }
  const isEqual = outcome(join(folder, 'undisturbed')) === outcome(join(folder, 'killed'));
  const result = { seed, kills: count, steps, killed, damagedCheckpoints: damaged, isEqual };
  if (values.results !== undefined) appendFileSync(values.results, `${JSON.stringify(result)}\n`);
  process.stdout.write(`${JSON.stringify({ ...result, ...(values.results && { total: total(values.results) }) }, null, 2)}\n`);
  process.exitCode = isEqual && damaged === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
