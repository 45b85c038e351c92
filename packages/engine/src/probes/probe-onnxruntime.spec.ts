import { probeOnnxruntime } from './probe-onnxruntime.js';

describe('probeOnnxruntime', () => {
  it('reports version and threads where it loads, and the providers that sessions start on', async () => {
    const load = () => ({ loaded: true, module: {}, version: '1.30.0' }) as const;
    const report = await probeOnnxruntime(load, async () => ['cuda', 'cpu']);
    expect(report).toMatchObject({ name: 'onnxruntime', available: true, version: '1.30.0' });
    expect(report.detail).toBe('compiled steps on cuda, then cpu');
    expect(report.settings).toEqual({ providers: ['cuda', 'cpu'], spinning: 50, memoryPattern: false });
    expect(report.threads).toBeGreaterThanOrEqual(1);
  });

  it('says why CUDA does not start where its library is there', async () => {
    const load = () => ({ loaded: true, module: {}, version: '1.30.0' }) as const;
    const report = await probeOnnxruntime(load, async (_, onRefusal) => {
      onRefusal('no driver');
      return ['cpu'];
    });
    expect(report.detail).toBe("compiled steps on cpu; CUDA's library is there and does not start: no driver");
  });

  it('tells the command that helps where it is absent or broken', async () => {
    const install = 'npm install onnxruntime-node@1.30.0 --ignore-scripts';
    expect(await probeOnnxruntime(() => ({ loaded: false, installed: false, reason: 'absent' }))).toEqual({
      name: 'onnxruntime',
      available: false,
      detail: 'absent',
      remedy: install,
    });
    const broken = await probeOnnxruntime(() => ({ loaded: false, installed: true, reason: 'broken' }));
    expect(broken.remedy).toBe(`reinstall it: ${install}`);
  });
});
