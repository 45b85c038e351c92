import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { add, mul, scalar, variable, type Scalar } from '@tensorflow/tfjs-core';
import { findOpenVino } from '@electra-ts/compiler';
import { createRuntime } from './create-runtime.js';
import type { EngineName } from './engine-name.js';
import { hardware } from './hardware.js';
import { productRates } from './product-rates.js';

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

  it('says why --precision auto computes in float32, on the engine that would run anyway', async () => {
    const { runtime, precision, description } = await createRuntime({ engine: 'auto', precision: 'auto', threads: 1, library: import.meta.dirname });
    expect([runtime.engine, precision]).toEqual(['onnxruntime', 'float32']);
    const why = hardware().bfloat16 === true ? 'bfloat16 needs OpenVINO: .*no libopenvino_c.*' : '.*processor.*bfloat16.*';
    expect(description).toMatch(new RegExp(`, float32, since ${why}; 1 thread\\) on`));
    await runtime.dispose();
  });

  (findOpenVino() === undefined ? it.skip : it)('takes bfloat16 by auto where products are faster in it (skipped where OpenVINO is not installed)', async () => {
    const { runtime, precision, description } = await createRuntime({ precision: 'auto', threads: 1 });
    // The same as were measured: a process measures once.
    const rates = hardware().bfloat16 === true ? await productRates({ threads: 1 }) : { float32: 1, bfloat16: 0 };
    const isFaster = rates.bfloat16 >= 1.2 * rates.float32;
    expect([runtime.engine, precision]).toEqual(isFaster ? ['openvino', 'bfloat16'] : ['onnxruntime', 'float32']);
    expect(description).toMatch(isFaster ? /\(bfloat16, since products are .* times as fast in bfloat16 as in float32 here; 1 thread\)/ : /float32, since/);
    await runtime.dispose();
  });

  (findOpenVino() === undefined ? it.skip : it)('has onnxruntime compute what openvino refuses, and says so (skipped where OpenVINO is not installed)', () => {
    const whole = findOpenVino() as string;
    const lacking = mkdtempSync(join(tmpdir(), 'openvino-'));
    // Without what reads graphs every one is refused.
    const needed = readdirSync(whole).filter((name) => /^lib(?:openvino|openvino_c|openvino_intel_cpu_plugin|openvino_arm_cpu_plugin|tbb|hwloc)\.so/.test(name));
    for (const name of needed) copyFileSync(join(whole, name), join(lacking, name));
    // In a process of its own: this one may have the whole library loaded, which a second one would share.
    const script = `(async () => {
      const { createRuntime } = await import('./dist/create-runtime.js');
      const { mul } = await import('@tensorflow/tfjs-core');
      const { runtime } = await createRuntime({ engine: 'openvino', threads: 1, library: process.argv[1], ...(process.argv[2] && { onWarning: (text) => console.log(text) }) });
      const { y } = await runtime.prepare(({ x }) => ({ y: mul(x, 2) }), { name: 'double', variables: {} }).run({ x: { shape: [2], dtype: 'float32', data: Float32Array.of(3, 4) } });
      console.log(...y.data);
      await runtime.dispose();
    })()`;
    const run = (...told: string[]) =>
      spawnSync(process.execPath, ['-e', script, lacking, ...told], { cwd: join(__dirname, '..'), encoding: 'utf8' });
    const reason = /step 'double' runs on onnxruntime: OpenVINO cannot read the graph, since .* lacks openvino_onnx_frontend/;
    const { stdout, stderr } = run('told');
    expect(stdout).toMatch(new RegExp(`^${reason.source}[^\n]*\n6 8\n$`));
    expect(stderr).not.toContain('runs on onnxruntime');
    expect(run().stderr).toMatch(new RegExp(`Warning: ${reason.source}`));
    rmSync(lacking, { recursive: true });
  }, 180_000);

  it('rejects unknown engines and numbers of threads', async () => {
    await expect(createRuntime({ engine: 'cuda' as EngineName })).rejects.toThrow(
      'There is no such engine: expected auto, onnxruntime, openvino, tensorflow, wasm, cpu, received cuda.',
    );
    await expect(createRuntime({ engine: 'cpu', threads: 0 })).rejects.toThrow('expected a whole number of 1 or more');
  });
});
