import { OnnxRuntime } from './runner/onnx-runtime.js';
import { RuntimeHolder } from './runtime-holder.js';

describe('RuntimeHolder', () => {
  it('creates one runtime of its own and ends it', async () => {
    const holder = new RuntimeHolder({ threads: 1 });
    const runtime = await holder.get();
    expect(runtime.threads).toBe(1);
    expect(await holder.get()).toBe(runtime);
    await holder.dispose();
    await expect(runtime.read({})).rejects.toThrow('has been disposed');
    await expect(holder.get()).rejects.toThrow('has been disposed');
  });

  it('leaves a runtime that was given alone', async () => {
    const runtime = await OnnxRuntime.create({ threads: 1 });
    const holder = new RuntimeHolder({ runtime });
    await holder.dispose();
    expect(await runtime.read({})).toEqual({});
    await runtime.dispose();
  });
});
