import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
    await expect(loadOpenVino(folder)).rejects.toThrow(/libopenvino_c/);
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
    library.freeRequest(request);
    library.freeCompiled(compiled);
    for (const tensor of tensors) library.freeTensor(tensor);
  });

  it('passes on what the library says', () => {
    expect(() => library.compile(Uint8Array.of(1, 2, 3), {})).toThrow(/OpenVINO cannot read the graph/);
    const request = library.createRequest(library.compile(product(), {}));
    const tensor = library.wrap({ ...square, data: new Float32Array(4) });
    expect(() => library.bind(request, 'nowhere', tensor)).toThrow(/cannot bind 'nowhere'/);
    expect(() => library.compile(product(), { NO_SUCH_PROPERTY: '1' })).toThrow(/cannot compile the graph.*NO_SUCH_PROPERTY/s);
  });
});
