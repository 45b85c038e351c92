/* Every operation that can be recorded, gradients included, as OpenVINO computes it, but for what it rounds. */
import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { kernelCases } from '../../recorder/kernels/kernel-cases.fixture.js';
import { feedsOf, stepOf } from '../../recorder/kernels/kernel-step.fixture.js';
import type { Runtime } from '../../runtime.js';
import { expectClose } from '../../testing/expect-close.fixture.js';
import { EagerRuntime } from '../eager-runtime.js';
import { findOpenVino } from './find-openvino.js';
import { OpenVinoRuntime } from './openvino-runtime.js';

(findOpenVino() === undefined ? describe.skip : describe)('OpenVINO (skipped where it is not installed)', () => {
  let compiled: Runtime;
  let eager: Runtime;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    compiled = await OpenVinoRuntime.create({ threads: 1 });
    eager = await EagerRuntime.create({ backend: 'cpu' });
  });
  afterAll(() => compiled.dispose());

  // Its remainder (2026.4) is what a quotient that was rounded to float32 leaves.
  const rounded = new Set(['mod and floorDiv of what a quotient would round up']);

  for (const [family, all] of Object.entries(kernelCases)) {
    const cases = all.filter(({ name }) => !rounded.has(name));
    it.each(cases.map((entry) => [entry.name, entry] as const))(`${family}: %s`, async (name, entry) => {
      const step = stepOf(entry);
      const [graph, reference] = [compiled, eager].map((runtime) => runtime.prepare(step, { name, variables: {} }));
      for (const [variant, inputs] of entry.inputs.entries()) {
        const feeds = feedsOf(inputs, variant);
        expectClose(await graph.run(feeds), await reference.run(feeds));
      }
      await graph.dispose();
    }, 60_000);
  }
});
