import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matMul, type Tensor2D } from '@tensorflow/tfjs-core';
import { toOnnx } from '../../to-onnx.js';
import { findOpenVino } from './find-openvino.js';
import { loadOpenVino, type OpenVinoLibrary } from './openvino-library.js';

describe('loadOpenVino', () => {
  it('says what a folder lacks, or holds that is no library', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openvino-'));
    await expect(loadOpenVino(folder)).rejects.toThrow(`there is no libopenvino_c in ${folder}`);
    writeFileSync(join(folder, 'libopenvino_c.so'), 'no library');
    await expect(loadOpenVino(folder)).rejects.toThrow(/libopenvino_c.so cannot be loaded on .* `pip install --force-reinstall openvino`/);
    rmSync(folder, { recursive: true });
  });

  it('says that a library may be for another architecture', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openvino-'));
    // The beginning of a shared library for a processor that this one is not: 183 is Arm's, 62 Intel's (e_machine of elf.h).
    const elf = Buffer.alloc(128);
    elf.write('\x7fELF', 'latin1');
    elf.set([2, 1, 1], 4);
    elf.writeUInt16LE(3, 16);
    elf.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);
    writeFileSync(join(folder, 'libopenvino_c.so'), elf);
    await expect(loadOpenVino(folder)).rejects.toThrow(`cannot be loaded on ${process.platform} ${process.arch} (it is for another architecture or system,`);
    rmSync(folder, { recursive: true });
  });
});

const folder = findOpenVino();
(folder === undefined ? describe.skip : describe)('OpenVinoLibrary (skipped where OpenVINO is not installed)', () => {
  let library: OpenVinoLibrary;
  beforeAll(async () => (library = await loadOpenVino(folder as string)));

  const square = { shape: [2, 2], dtype: 'float32' } as const;
  const product = () => toOnnx(({ a }) => ({ y: matMul(a as Tensor2D, a as Tensor2D) }), { name: 'product', variables: {} }, { a: square });

  it('computes a graph on memory of JavaScript', () => {
    expect(library.version).toMatch(/^20\d\d\./);
    const compiled = library.compile(product(), { EXECUTION_MODE_HINT: 'ACCURACY' });
    const request = library.createRequest(compiled);
    const [a, y] = [Float32Array.of(1, 2, 3, 4), new Float32Array(4)];
    const tensors = [a, y].map((data) => library.wrap({ ...square, data }));
    library.bind(request, 'input.a', tensors[0]);
    library.bind(request, 'output.y', tensors[1]);
    library.infer(request);
    expect([...y]).toEqual([7, 10, 15, 22]);
    a.set([0, 1, 1, 0]);
    library.infer(request);
    expect([...y]).toEqual([1, 0, 0, 1]);
    const port = library.inputPort(compiled, 'input.a');
    const other = library.wrap({ ...square, data: Float32Array.of(2, 0, 0, 2) });
    library.bindPort(request, port, other);
    // The request keeps the memory, whatever becomes of the tensor.
    library.freeTensor(other);
    library.infer(request);
    expect([...y]).toEqual([4, 0, 0, 4]);
    expect(() => library.inputPort(compiled, 'nowhere')).toThrow(/cannot find the input 'nowhere'/);
    library.freePort(port);
    library.freeRequest(request);
    library.freeCompiled(compiled);
    for (const tensor of tensors) library.freeTensor(tensor);
  });

  it('refuses one without the plugin that computes on the processor', () => {
    const lacking = mkdtempSync(join(tmpdir(), 'openvino-'));
    const needed = readdirSync(folder as string).filter((name) => /^lib(?:openvino|openvino_c|tbb|hwloc)\.so/.test(name));
    for (const name of needed) copyFileSync(join(folder as string, name), join(lacking, name));
    // In a process of its own: this one has the whole library loaded, which a second one would share.
    const script = `const { loadOpenVino } = await import('./dist/runner/openvino/openvino-library.js');
      console.log(await loadOpenVino(${JSON.stringify(lacking)}).catch((error) => error.message));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: join(__dirname, '..', '..', '..'), encoding: 'utf8' });
    expect(said).toContain(`${lacking} lacks what computes on the processor (openvino_intel_cpu_plugin`);
    expect(said).toContain('pip install --force-reinstall openvino');
    rmSync(lacking, { recursive: true });
  });

  it('names the operation that it has no rule for', () => {
    // A single Gemm, whose type (field 4 of a node, four letters long) becomes another.
    const bytes = Buffer.from(product());
    bytes.write('Gexx', bytes.indexOf('"\x04Gemm') + 2);
    expect(() => library.compile(bytes, {})).toThrow(/OpenVINO cannot read the graph \(status -?\d+\): .*No conversion rule found for operations: Gexx/);
  });

  it('passes on what the library says', () => {
    expect(() => library.compile(Uint8Array.of(1, 2, 3), {})).toThrow(/OpenVINO cannot read the graph/);
    const request = library.createRequest(library.compile(product(), {}));
    const tensor = library.wrap({ ...square, data: new Float32Array(4) });
    expect(() => library.bind(request, 'nowhere', tensor)).toThrow(/cannot bind 'nowhere'/);
    expect(() => library.compile(product(), { NO_SUCH_PROPERTY: '1' })).toThrow(/cannot compile the graph.*NO_SUCH_PROPERTY/s);
  });
});
