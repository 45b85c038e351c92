import * as tf from '@tensorflow/tfjs-core';
import '@electra-ts/ops';
import { EagerRuntime } from '../../runner/eager-runtime.js';
import { OnnxRuntime } from '../../runner/onnx-runtime.js';
import { recordStep } from '../record-step.js';
import type { KernelCall } from '../trace-backend.js';
import { expectClose } from '../../testing/expect-close.fixture.js';
import { kernelCases } from './kernel-cases.fixture.js';
import { feedsOf, stepOf } from './kernel-step.fixture.js';
import { kernelTable } from './kernel-table.js';

describe('kernelTable', () => {
  let compiled: OnnxRuntime;
  let eager: EagerRuntime;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    compiled = await OnnxRuntime.create();
    eager = await EagerRuntime.create({ backend: 'cpu' });
  });
  afterAll(() => compiled.dispose());

  for (const [family, cases] of Object.entries(kernelCases)) {
    describe(family, () => {
      it.each(cases.map((entry) => [entry.name, entry] as const))('%s', async (name, entry) => {
        const step = stepOf(entry);
        const options = { name, variables: {} };
        const [graph, reference] = [compiled.prepare(step, options), eager.prepare(step, options)];
        for (const [variant, inputs] of entry.inputs.entries()) {
          const feeds = feedsOf(inputs, variant);
          expectClose(await graph.run(feeds), await reference.run(feeds));
        }
        await graph.dispose();
      });
    });
  }

  it('has no kernel that no case reaches', () => {
    const reached = new Set<string>();
    for (const entry of Object.values(kernelCases).flat()) {
      const calls: KernelCall[] = [];
      recordStep(stepOf(entry), { name: entry.name, variables: {} }, feedsOf(entry.inputs[0] ?? [], 0), calls);
      for (const { kernel } of calls) reached.add(kernel);
    }
    expect(Object.keys(kernelTable).filter((name) => !reached.has(name))).toEqual([]);
  });
});
