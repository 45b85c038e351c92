// Trains a tiny model for many steps and measures, every hundredth of the run, the memory of the process and the number of
// tensors: both have to stay flat once the run has warmed up. Evaluations and checkpoints are part of it.
// node --expose-gc steady-memory.mjs [--engine onnxruntime] [--steps 10000]      prints what was measured as JSON
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { memory } from '@tensorflow/tfjs-core';
import { pretrain } from '@electra-ts/pretraining';
import { prepareTinyData, tinyConfiguration } from '../kill/tiny-run.mjs';
import { slopeOf } from './slope-of.mjs';

const { values } = parseArgs({ options: { engine: { type: 'string' }, steps: { type: 'string' } } });
const engine = values.engine ?? 'onnxruntime';
const steps = Number(values.steps ?? 10_000);
/** Share of the run that graphs, caches and the allocator's pools have to fill up. */
const WARM_UP = 0.3;
/** A step is fed with 3 KiB: to keep one batch of each step would be more than this. */
const MOST_BYTES_A_STEP = 2048;
/** A short run has to grow by so much before it counts: the allocator works in pieces of this order. */
const LEAST_GROWTH = 8 * 2 ** 20;

if (globalThis.gc === undefined) throw new Error('steady-memory: start it by node --expose-gc, or garbage counts as a leak');
const folder = await mkdtemp(join(tmpdir(), 'steady-memory-'));
try {
  await prepareTinyData(folder);
  const every = Math.max(1, Math.floor(steps / 100));
  const configuration = {
    ...tinyConfiguration(folder, steps),
    evaluation: { every: 5 * every, batches: 1 },
    checkpoint: { every: 10 * every, keep: 2 },
    engine: { name: engine, ...(engine === 'onnxruntime' && { threads: 1 }) },
    log: { every },
  };
  const samples = [];
  await pretrain({ configuration, tokenizer: join(folder, 'tokenizer'), out: join(folder, 'run') }).forEach((event) => {
    if (event.type !== 'step') return;
    globalThis.gc();
    samples.push({ step: event.step, bytes: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed, tensors: memory().numTensors });
  });
  const warm = samples.filter(({ step }) => step > WARM_UP * steps);
  const bytesAStep = slopeOf(warm.map(({ step, bytes }) => [step, bytes]));
  const growth = bytesAStep * (warm.at(-1).step - warm[0].step);
  const tensors = warm.map((sample) => sample.tensors);
  const isFlat = (bytesAStep <= MOST_BYTES_A_STEP || growth <= LEAST_GROWTH) && slopeOf(warm.map(({ step, tensors: n }) => [step, n])) * steps < 1;
  const result = {
    engine,
    steps,
    node: process.version,
    warmUpSteps: WARM_UP * steps,
    megabytes: [warm[0], warm[Math.floor(warm.length / 2)], warm.at(-1)].map(({ bytes }) => Math.round(bytes / 1e6)),
    bytesAStep: Math.round(bytesAStep),
    heapBytesAStep: Math.round(slopeOf(warm.map(({ step, heap }) => [step, heap]))),
    tensors: [Math.min(...tensors), Math.max(...tensors)],
    isFlat,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = isFlat ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
