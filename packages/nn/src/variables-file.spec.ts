import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor, type Variable, variable, zeros } from '@tensorflow/tfjs-core';
import { readVariables, writeVariables } from './variables-file.js';

describe('readVariables', () => {
  let folder: string;
  let variables: Record<string, Variable>;
  beforeEach(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'variables-'));
    variables = { a: variable(tensor([0.1, 2, -0])), b: variable(tensor([[3], [1e-40]])) };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const values = () =>
    Object.fromEntries(Object.entries(variables).map(([name, each]) => [name, { shape: each.shape, data: each.dataSync() as Float32Array }]));

  it('gives back what was written, bit for bit', async () => {
    const path = join(folder, 'x.safetensors');
    await writeVariables(path, values());
    const others = { a: variable(zeros([3])), b: variable(zeros([2, 1])) };
    await readVariables(path, others);
    const bytes = (each: Variable) => Buffer.from((each.dataSync() as Float32Array).buffer).toString('hex');
    for (const name of ['a', 'b'] as const) expect(bytes(others[name])).toBe(bytes(variables[name]));
  });

  it('refuses what does not fit, by its name', async () => {
    const path = join(folder, 'x.safetensors');
    await writeVariables(path, values());
    await expect(readVariables(path, { a: variable(zeros([2])) })).rejects.toThrow(/does not fit the model: a: expected shape \[2\], received shape \[3\]/);
    await expect(readVariables(path, { c: variable(zeros([2])) })).rejects.toThrow(/: c.*nothing/);
  });

  it('writes float32 alone', async () => {
    const path = join(folder, 'x.safetensors');
    await expect(writeVariables(path, { a: { shape: [1], data: Int32Array.of(1) } })).rejects.toThrow(/writeVariables: expected a to hold 1 float32/);
  });
});
