// Trains on a small disk that fills up at random moments, also inside saves. Each time the command has to end with status 1
// and one paragraph, with every checkpoint as it was written; with space again, the run is resumed. Its end is compared with
// that of a run that nobody disturbed: weights, moments and measurements have to be equal, byte for byte.
// node full-disk-harness.mjs [--fills 40] [--seed 1] [--minutes 15] [--folder DIR]      prints what was done as JSON
// The disk is a tmpfs of 8 MB, which only root may mount on Linux; else DIR, a folder on a disk of at most 64 MB free.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, statfsSync, watch, writeFileSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { verifyFolder } from '@electra-ts/checkpoint';
import { checkpoints, isTemporary, outcome, prepareTinyData, randomNumbers, tinyConfiguration } from './tiny-run.mjs';

const { values } = parseArgs({
  options: { fills: { type: 'string' }, seed: { type: 'string' }, minutes: { type: 'string' }, folder: { type: 'string' } },
});
const fills = Number(values.fills ?? 40);
const random = randomNumbers(Number(values.seed ?? 1));
const deadline = performance.now() + Number(values.minutes ?? 15) * 60_000;
const steps = 4 * fills;
const trainer = fileURLToPath(new URL('../../apps/trainer/bin/electra-trainer.mjs', import.meta.url));
const LARGEST_DISK = 64e6;

const free = (folder) => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Whether a small disk could be mounted there. */
function mountDisk(folder) {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes to a file until so many bytes of its disk are free, or none. */
function fill(file, leave) {
  const handle = openSync(file, 'a');
  try {
    for (;;) {
      const left = free(join(file, '..')) - leave;
      if (left <= 0) return;
      writeSync(handle, Buffer.alloc(Math.min(left, 2 ** 20)));
    }
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}

/** One life of the trainer, on a disk that fills up where `fate` says so. Resolves with its status and what it said. */
function live({ configuration, tokenizer, disk, run, resume, fate }) {
  return new Promise((resolve, reject) => {
    const args = ['pretrain', '--quiet', '--config', configuration, '--tokenizer', tokenizer, '--out', run];
    const child = spawn(process.execPath, [trainer, ...args, ...(resume ? ['--resume'] : [])], { stdio: ['ignore', 'ignore', 'pipe'] });
    const filler = join(disk, 'filler');
    let said = '';
    let seen = 0;
    let isOver = false;
    let watcher;
    let topUp;
    child.stderr.on('data', (text) => (said += text));
    const strike = () => {
      if (isOver || topUp !== undefined) return;
      fill(filler, fate.leave);
      // What pruned checkpoints give back is taken, too.
      topUp = setInterval(() => fill(filler, 0), 30);
    };
    if (fate?.when === 'starting') setTimeout(strike, fate.delay);
    if (fate !== undefined && fate.when !== 'starting') {
      const awaited = setInterval(() => {
        if (isOver || !existsSync(run)) return isOver && clearInterval(awaited);
        clearInterval(awaited);
        watcher = watch(run, (_, name) => {
          if (!(fate.when === 'saving' ? isTemporary(name ?? '') && name.includes('checkpoint-') : name === 'metrics.jsonl')) return;
          if (++seen === fate.after) setTimeout(strike, fate.delay);
        });
      }, 5);
    }
    child.on('error', reject);
    child.on('close', (status) => {
      isOver = true;
      watcher?.close();
      clearInterval(topUp);
      rmSync(filler, { force: true });
      resolve({ status, said, wasStruck: topUp !== undefined });
    });
  });
}

/** What the trainer was writing when the disk was full. */
function placeOf(said) {
  if (said.includes('checkpoint-')) return 'inside a save';
  if (said.includes('metrics.jsonl')) return 'a row of metrics';
  if (said.includes('tensorboard')) return 'a row for TensorBoard';
  return 'at the start';
}

async function endure(folder, disk) {
  await prepareTinyData(folder);
  const configuration = join(folder, 'tiny.json');
  writeFileSync(configuration, JSON.stringify(tinyConfiguration(folder, steps)));
  const common = { configuration, tokenizer: join(folder, 'tokenizer'), disk };
  const undisturbed = { ...common, run: join(folder, 'undisturbed') };
  const { status, said } = await live(undisturbed);
  if (status !== 0) throw new Error(`the undisturbed run ended with ${status}: ${said}`);

  const run = join(disk, 'run');
  const places = {};
  const wrongEnds = [];
  let [count, damaged, lost] = [0, 0, 0];
  for (;;) {
    const before = basename(checkpoints(run).at(-1) ?? '');
    const goesOn = count < fills && performance.now() < deadline;
    const draw = random();
    const when = draw < 0.1 ? 'starting' : draw < 0.4 ? 'training' : 'saving';
    const fate = { when, after: 1 + Math.floor(random() * 6), delay: random() * (when === 'starting' ? 1500 : 15), leave: random() ** 2 * 2e5 };
    const resume = existsSync(join(run, 'run.json'));
    const end = await live({ ...common, run, resume, ...(goesOn && { fate }) });
    for (const checkpoint of checkpoints(run)) await verifyFolder(checkpoint).catch(() => damaged++);
    if (basename(checkpoints(run).at(-1) ?? '') < before) lost++;
    if (end.status === 0) break;
    count++;
    const isClear = /^electra-trainer: (?:The run has saved [^\n]*: )?cannot [^\n]*: the disk is full \(ENOSPC\)\. Free space there[^\n]*\n$/.test(end.said);
    if (end.status !== 1 || !end.wasStruck || !isClear) wrongEnds.push(end);
    const place = placeOf(end.said);
    places[place] = (places[place] ?? 0) + 1;
    if (count > fills || wrongEnds.length > 3) break;
  }
  const isEqual = checkpoints(run).length > 0 && outcome(undisturbed.run) === outcome(run);
  return { fills: count, steps, places, damagedCheckpoints: damaged, lostCheckpoints: lost, wrongEnds, isEqual };
}

const folder = await mkdtemp(join(tmpdir(), 'full-disk-'));
const disk = values.folder === undefined ? await mkdtemp(join(tmpdir(), 'small-disk-')) : await mkdtemp(join(values.folder, 'small-disk-'));
const isMounted = values.folder === undefined && mountDisk(disk);
try {
  if (free(disk) > LARGEST_DISK) {
    process.stdout.write(
      'Skipped: a small disk cannot be mounted here (Linux lets root do so). --folder DIR takes a folder on a disk with at most 64 MB free.\n',
    );
  } else {
    const result = await endure(folder, disk);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    const { damagedCheckpoints, lostCheckpoints, wrongEnds, isEqual } = result;
    process.exitCode = isEqual && damagedCheckpoints + lostCheckpoints + wrongEnds.length === 0 ? 0 : 1;
  }
} finally {
  if (isMounted) execFileSync('umount', [disk]);
  await rm(disk, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
