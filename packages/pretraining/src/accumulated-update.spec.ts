import type { HostTensor, PreparedStep, Runtime } from '@electra-ts/compiler';
import { adamWDefaults } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, variable, zeros } from '@tensorflow/tfjs-core';
import { AccumulatedUpdate, splitFeeds } from './accumulated-update.js';
import { scalar, updateFeeds } from './joint-feeds.js';
import type { JointModel } from './joint-model.js';
import { unevenBatch } from './uneven-batch.fixture.js';

const optimizer = { ...adamWDefaults, clipNorm: 1, biasCorrection: true };

describe('splitFeeds', () => {
  it('gives each part its rows, its shares and positions of its own', () => {
    const [first, second] = splitFeeds({ ...unevenBatch(1), ...updateFeeds(1, 1e-3, optimizer) }, 2);
    expect(Object.keys(second)).not.toContain('learningRate');
    expect(second['ids'].shape).toEqual([2, 6]);
    expect([...second['positions'].data]).toEqual([1, 3, 6, 6]);
    expect([first, second].map(({ maskedShare, realShare }) => [maskedShare.data[0], realShare.data[0]])).toEqual([
      [Math.fround(3 / 5), 0.5],
      [Math.fround(2 / 5), 0.5],
    ]);
    expect([first, second].map(({ exampleShare }) => exampleShare.data[0])).toEqual([0.5, 0.5]);
    expect(() => splitFeeds(unevenBatch(1), 3)).toThrow('divisible by 3');
  });

  it('gives each part all of what belongs to the vocabulary', () => {
    const logNoise = { shape: [20], dtype: 'float32', data: new Float32Array(20).fill(-3) } as const;
    for (const part of splitFeeds({ ...unevenBatch(1), logNoise }, 2)) expect(part['logNoise']).toBe(logNoise);
  });
});

// That the numbers are those of one large batch is tested in accumulated-step.spec.ts.
describe('AccumulatedUpdate', () => {
  it('runs the parts with noise of their own, then one update, and sums the losses', async () => {
    await setBackend('cpu');
    const before = memory().numTensors;
    const ran: [name: string, n: number | undefined, feeds: string[]][] = [];
    const disposed: string[] = [];
    const runtime = {
      prepare: (_: unknown, { name }: { name: string }): PreparedStep => ({
        run(feeds, n) {
          ran.push([name, n, Object.keys(feeds)]);
          const results: Record<string, HostTensor> = name === 'update' ? { gradientNorm: scalar(7) } : { loss: scalar(feeds['maskedShare'].data[0]) };
          return Promise.resolve(results);
        },
        dispose: () => Promise.resolve(void disposed.push(name)),
      }),
    } as unknown as Runtime;
    const start = zeros([2, 3]);
    const first = { weight: variable(start) };
    start.dispose();
    const objective = { name: 'electra', discriminatorWeight: 50, generatorWeight: 1, temperature: 1 } as const;
    const model = { variables: {} } as JointModel;
    const update = new AccumulatedUpdate(runtime, { model, moments: { first, second: {} } }, { objective, optimizer, parts: 2, seed: 1, variables: {} });
    const results = await update.run({ ...unevenBatch(1), ...updateFeeds(5, 1e-3, optimizer) }, 5);
    // The shares of both parts.
    expect(results['loss'].data[0]).toBeCloseTo(1, 6);
    expect(results['gradientNorm'].data[0]).toBe(7);
    expect(ran.map(([name, n]) => [name, n])).toEqual([['part of a joint step', 10], ['part of a joint step', 11], ['update', 5]]);
    expect(ran[2][2]).toEqual(expect.arrayContaining(['learningRate', 'loss']));
    expect(ran[2][2]).not.toContain('ids');
    await update.dispose();
    expect(disposed).toEqual(['part of a joint step', 'update']);
    first.weight.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
