/**
 * Trains the same small joint model for some steps on the tensorflow engine and on the compiled one, and compares the losses.
 * Both draw the same random numbers, so they may differ by rounding only.
 *
 *   npx nx run workspace:tensorflow-engine
 *
 * Exits with 1 where a loss differs by more than a thousandth of itself.
 */
import { JointBenchmark } from '@electra-ts/benchmarks';
import { createRuntime } from '@electra-ts/engine';

const steps = Number(process.argv[2] ?? 20);
const size = { preset: 'tiny', batchSize: 8, sequenceLength: 64 };
const TOLERANCE = 1e-3;

/** Losses and seconds of each step on one engine. */
async function train(engine) {
  const { runtime, description } = await createRuntime({ engine });
  console.log(description);
  const benchmark = new JointBenchmark(runtime, size);
  const results = [];
  for (let step = 0; step < steps; step++) results.push(await benchmark.step());
  await benchmark.dispose();
  await runtime.dispose();
  return results;
}

const [eager, compiled] = [await train('tensorflow'), await train('onnxruntime')];
let worst = 0;
for (let step = 0; step < steps; step++) {
  const [a, b] = [eager[step].losses.loss, compiled[step].losses.loss];
  const difference = Math.abs(a - b) / Math.abs(b);
  worst = Math.max(worst, difference);
  console.log(`step ${step + 1}: tensorflow ${a.toFixed(6)}, onnxruntime ${b.toFixed(6)}, relative difference ${difference.toExponential(1)}`);
}
const fastest = (results) => Math.min(...results.map(({ seconds }) => seconds)).toFixed(3);
console.log(`largest relative difference ${worst.toExponential(1)}; fastest step ${fastest(eager)} s and ${fastest(compiled)} s`);
process.exitCode = worst <= TOLERANCE ? 0 : 1;
