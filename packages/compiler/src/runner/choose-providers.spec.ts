import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseProviders } from './choose-providers.js';
import { type OnnxruntimeModule, loadOnnxruntime } from './load-onnxruntime.js';

/** An ONNX Runtime that remembers with which providers it was started. */
const fake = (create: () => Promise<{ release(): Promise<void> }>) => {
  const asked: unknown[] = [];
  const module = {
    InferenceSession: { create: (_: Uint8Array, { executionProviders }: { executionProviders: string[] }) => {
      asked.push(executionProviders);
      return create();
    } },
  };
  return { asked, module: module as unknown as OnnxruntimeModule };
};

describe('chooseProviders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'providers-'));
  const empty = mkdtempSync(join(tmpdir(), 'providers-'));
  beforeAll(() => {
    for (const name of ['libonnxruntime_providers_cuda.so', 'onnxruntime_providers_cuda.dll']) {
      writeFileSync(join(folder, name), '');
    }
  });
  afterAll(() => [folder, empty].forEach((path) => rmSync(path, { recursive: true })));
  const onlyWhereCudaExists = process.platform === 'darwin' ? it.skip : it;

  onlyWhereCudaExists('prefers CUDA where a session starts on it', async () => {
    const { module, asked } = fake(async () => ({ release: async () => undefined }));
    expect(await chooseProviders(module, undefined, folder)).toEqual(['cuda', 'cpu']);
    expect(asked).toEqual([['cuda']]);
  });

  it('takes the CPU where CUDA does not start, and tries nothing where its library is not there', async () => {
    const { module, asked } = fake(() => Promise.reject(new Error('no driver')));
    const reasons: string[] = [];
    expect(await chooseProviders(module, (reason) => reasons.push(reason), folder)).toEqual(['cpu']);
    expect(reasons).toEqual(process.platform === 'darwin' ? [] : ['no driver']);
    asked.length = 0;
    expect(await chooseProviders(module, undefined, empty)).toEqual(['cpu']);
    expect(asked).toEqual([]);
  });

  it('looks beside the binding of the installed onnxruntime-node', async () => {
    expect((await chooseProviders(await loadOnnxruntime())).at(-1)).toBe('cpu');
  });
});
