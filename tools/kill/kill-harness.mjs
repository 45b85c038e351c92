// Kills a trainer with SIGKILL at random moments and resumes it each time, then compares its end with that of a run that
// nobody disturbed: weights, moments and measurements have to be equal, byte for byte.
// node kill-harness.mjs [--kills 200] [--seed 1] [--minutes 30]      prints what was done as JSON
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { verifyFolder } from '@electra-ts/checkpoint';
import { prepare } from '@electra-ts/data';
import { Tokenizer } from '@electra-ts/tokenizer';

const { values } = parseArgs({
  options: { kills: { type: 'string' }, seed: { type: 'string' }, minutes: { type: 'string' } },
});
const kills = Number(values.kills ?? 200);
const deadline = performance.now() + Number(values.minutes ?? 30) * 60_000;
const train = fileURLToPath(new URL('train.mjs', import.meta.url));
/** Every life is one step longer than the last at the least, or the run would not end. */
const steps = 3 * kills;

let state = Number(values.seed ?? 1);
/** Repeatable (mulberry32), in [0, 1). */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

async function* documents() {
  const pick = (words, n) => words[n % words.length];
  for (let id = 0; id < 60; id++) {
    const line = (n) => `the ${pick(['cat', 'dog'], id + n)} ${pick(['sees', 'hears'], id >> 1)} the ${pick(['red', 'blue', 'old'], id + n)} cat`;
    yield { id: String(id), text: [0, 1, 2, 3].map(line).join('\n') };
  }
}

const isTemporary = (name) => /^\..*\.tmp$/.test(name);

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

function checkpoints(folder, run) {
  const path = join(folder, run);
  const names = existsSync(path) ? readdirSync(path) : [];
  return names.filter((name) => name.startsWith('checkpoint-')).map((name) => join(path, name));
}

/** What a run ended with: checksums of its newest checkpoint's files, and its measurements without what the clock decides. */
function outcome(folder, run) {
  const newest = checkpoints(folder, run).sort().at(-1);
  const { files } = JSON.parse(readFileSync(join(newest, 'manifest.json'), 'utf8'));
  const tensors = Object.keys(files).filter((name) => name.endsWith('.safetensors'));
  const hash = (name) => createHash('sha256').update(readFileSync(join(newest, name))).digest('hex');
  const rows = readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => {
    const { seconds, stepSeconds, dataWait, tokensPerSecond, ...rest } = JSON.parse(line);
    return JSON.stringify(rest);
  });
  return JSON.stringify([newest.split('/').at(-1), tensors.map((name) => [name, hash(name)]), rows]);
}

const folder = await mkdtemp(join(tmpdir(), 'kill-harness-'));
try {
  const tokenizer = Tokenizer.fromVocabulary('[PAD] [UNK] [CLS] [SEP] [MASK] the cat dog sees hears red blue old'.split(' '));
  await tokenizer.save(join(folder, 'tokenizer'));
  await prepare({ documents: documents(), tokenizer, out: join(folder, 'data'), sequenceLength: 16, seed: 1, validationFraction: 0.1 });
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
    for (const checkpoint of checkpoints(folder, 'killed')) {
      await verifyFolder(checkpoint).catch(() => damaged++);
    }
    if (count % 20 === 0) process.stderr.write(`${count} kills\n`);
  }
  const isEqual = outcome(folder, 'undisturbed') === outcome(folder, 'killed');
  process.stdout.write(`${JSON.stringify({ kills: count, steps, killed, damagedCheckpoints: damaged, isEqual }, null, 2)}\n`);
  process.exitCode = isEqual && damaged === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
