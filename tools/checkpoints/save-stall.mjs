// How long training stands still while a checkpoint of ELECTRA-small is saved: what passes between two steps, and by how much
// the step beside a save is longer than others. A step is of 32 x 128 tokens.
// node save-stall.mjs [--saves 4] [--batch-size 32] [--limit 5] [--out FOLDER]
// prints what was measured as JSON; exits with 1 where a save holds up training for more than --limit percent of a step
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from '@electra-ts/data';
import { pretrain } from '@electra-ts/pretraining';
import { median } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';

const { values } = parseArgs({ options: { saves: { type: 'string' }, 'batch-size': { type: 'string' }, limit: { type: 'string' }, out: { type: 'string' } } });
const saves = Number(values.saves ?? 4);
const limit = Number(values.limit ?? 5);
if (!(limit >= 0)) throw new Error(`--limit: expected percent of a step, received ${values.limit}`);
/** Steps from one save to the next, none of which may still be writing at the end. */
const EVERY = 4;
const WORDS = 30_517;

const folder = await mkdtemp(join(values.out ?? tmpdir(), 'save-stall-'));
try {
  const words = Array.from({ length: WORDS }, (_, n) => `w${n}`);
  const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words]);
  await tokenizer.save(join(folder, 'tokenizer'));
  const documents = (async function* () {
    const text = (id) => Array.from({ length: 500 }, (_, n) => words[(id * 7919 + n * 104_729) % WORDS]).join(' ');
    for (let id = 0; id < 400; id++) yield { id: String(id), text: text(id) };
  })();
  await prepare({ documents, tokenizer, out: join(folder, 'data'), sequenceLength: 128, seed: 1, validationFraction: 0.05 });
  const configuration = {
    model: { preset: 'small' },
    data: { path: join(folder, 'data') },
    training: { steps: EVERY * (saves + 1), batchSize: Number(values['batch-size'] ?? 32) },
    evaluation: { every: 1_000_000, batches: 1 },
    checkpoint: { every: EVERY, keep: 1 },
    engine: { name: 'onnxruntime' },
    log: { every: 1 },
  };
  const run = join(folder, 'run');
  await pretrain({ configuration, tokenizer: join(folder, 'tokenizer'), out: run }).forEach(() => undefined);
  const rows = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)).filter(({ type }) => type === 'step');
  const [last] = readdirSync(run).filter((name) => name.startsWith('checkpoint-'));
  const files = readdirSync(join(run, last), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // The first step builds the graph. What passed since the step before, less the step itself, is a stall.
  const steps = rows.slice(1).map((row, index) => ({
    seconds: row.stepSeconds,
    stall: row.seconds - rows[index].seconds - row.stepSeconds,
    isAfterSave: (row.step - 1) % EVERY === 0,
    isBesideNone: row.step % EVERY === 0,
  }));
  const ofSteps = (pick, key) => median(steps.filter(pick).map((step) => step[key]));
  const stepSeconds = ofSteps(({ isBesideNone }) => isBesideNone, 'seconds');
  const [stall, besides] = ['stall', 'seconds'].map((key) => ofSteps(({ isAfterSave }) => isAfterSave, key));
  const result = {
    node: process.version,
    checkpointBytes: files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0),
    saves,
    stepSeconds,
    stallWithoutSave: ofSteps(({ isAfterSave }) => !isAfterSave, 'stall'),
    stallOfSave: stall,
    stallInSteps: stall / stepSeconds,
    stepBesideSave: besides,
    stepBesideSaveInSteps: besides / stepSeconds,
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  // Not a number, which no save to measure gives, is above any limit too.
  if (!(result.stallInSteps * 100 <= limit)) {
    process.stderr.write(`A save holds up training for ${(result.stallInSteps * 100).toFixed(1)} % of a step, more than ${limit} %.\n`);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
