import { EagerRuntime } from '@electra-ts/compiler';
import { add, scalar, variable } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { abortableRuntime } from './abortable-runtime.js';

describe('abortableRuntime', () => {
  it('runs as the one that it wraps, until the signal is aborted, which steps hear of that never wait', async () => {
    const own = await EagerRuntime.create({ backend: 'cpu' });
    const controller = new AbortController();
    const runtime = abortableRuntime(own, controller.signal);
    expect([runtime.engine, runtime.threads, runtime.resultWait]).toEqual([own.engine, own.threads, own.resultWait]);
    const count = variable(scalar(0));
    const variables = { count };
    const step = runtime.prepare(() => {
      count.assign(add(count, 1));
      return {};
    }, { name: 'count', variables });
    setImmediate(() => controller.abort(new Error('enough')));
    const forever = async () => {
      for (;;) await step.run({});
    };
    await expect(forever()).rejects.toThrow('enough');
    // What is known can still be read, and everything be given back.
    const { data } = (await runtime.read(variables))['count'];
    expect(data[0]).toBeLessThan(3);
    await runtime.write(variables, { count: { shape: [], dtype: 'float32', data: Float32Array.of(7) } });
    expect((await own.read(variables))['count'].data[0]).toBe(7);
    await step.dispose();
    await runtime.dispose();
  });

  it('passes on what a copy may take the memory of', async () => {
    const own = await EagerRuntime.create({ backend: 'cpu' });
    const read = jest.spyOn(own, 'read');
    const [count, spent] = [variable(scalar(0)), { count: { shape: [], dtype: 'float32', data: Float32Array.of(1) } }] as const;
    await abortableRuntime(own, new AbortController().signal).read({ count }, spent);
    expect(read).toHaveBeenCalledWith({ count }, spent);
  });
});
