import { add, mul, scalar, variable, type Scalar } from '@tensorflow/tfjs-core';
import { createRuntime } from './create-runtime.js';
import type { EngineName } from './engine-name.js';

const double = { shape: [2], dtype: 'float32', data: Float32Array.of(3, 4) } as const;

describe('createRuntime', () => {
  it.each(['onnxruntime', 'wasm', 'cpu', 'auto'] as const)('computes with %s and says what it is', async (engine) => {
    const told: string[] = [];
    const { runtime, description } = await createRuntime({ engine, threads: 1, onStart: (line) => told.push(line) });
    const count = variable(scalar(1));
    const step = runtime.prepare(
      ({ x }) => {
        count.assign(add(count, 1) as Scalar);
        return { y: mul(x, 2) };
      },
      { name: 'double', variables: { count } },
    );
    const { y } = await step.run({ x: double });
    expect(y).toMatchObject({ shape: [2], dtype: 'float32', data: Float32Array.of(6, 8) });
    expect((await runtime.read({ count })).count.data).toEqual(Float32Array.of(2));
    const name = engine === 'auto' ? 'onnxruntime' : engine;
    expect(description).toMatch(new RegExp(`^engine ${name} \\d+\\.\\d+`));
    expect(description).toContain(', float32; 1 thread)');
    expect(told).toEqual([description]);
    await step.dispose();
    await runtime.dispose();
    count.dispose();
  });

  it('tells how to get an engine that is not installed', async () => {
    await expect(createRuntime({ engine: 'tensorflow' })).rejects.toThrow(
      /The engine tensorflow does not work here: received .* are not installed\. What helps: .*npm install/,
    );
  });

  it('computes bfloat16 with openvino only', async () => {
    await expect(createRuntime({ engine: 'wasm', precision: 'bfloat16' })).rejects.toThrow(
      'The engine wasm does not compute in bfloat16: expected openvino, or auto. Choose --engine openvino, or --precision float32.',
    );
    // A folder without the library: `auto` does not fall back to an engine that computes something else.
    const elsewhere = createRuntime({ engine: 'auto', precision: 'bfloat16', library: import.meta.dirname });
    await expect(elsewhere).rejects.toThrow(/No engine works.*no libopenvino_c.*pip install openvino/);
  });

  it('rejects unknown engines and numbers of threads', async () => {
    await expect(createRuntime({ engine: 'cuda' as EngineName })).rejects.toThrow(
      'There is no such engine: expected auto, onnxruntime, openvino, tensorflow, wasm, cpu, received cuda.',
    );
    await expect(createRuntime({ engine: 'cpu', threads: 0 })).rejects.toThrow('expected a whole number of 1 or more');
  });
});
