import { probeOnnxruntime } from './probe-onnxruntime.js';

describe('probeOnnxruntime', () => {
  it('reports version and threads where it loads', () => {
    const report = probeOnnxruntime(() => ({ loaded: true, module: {}, version: '1.30.0' }));
    expect(report).toMatchObject({ name: 'onnxruntime', available: true, version: '1.30.0' });
    expect(report.threads).toBeGreaterThanOrEqual(1);
  });

  it('tells the command that helps where it is absent or broken', () => {
    const install = 'npm install onnxruntime-node@1.30.0 --ignore-scripts';
    expect(probeOnnxruntime(() => ({ loaded: false, installed: false, reason: 'absent' }))).toEqual({
      name: 'onnxruntime',
      available: false,
      detail: 'absent',
      remedy: install,
    });
    expect(probeOnnxruntime(() => ({ loaded: false, installed: true, reason: 'broken' })).remedy).toBe(
      `reinstall it: ${install}`,
    );
  });
});
