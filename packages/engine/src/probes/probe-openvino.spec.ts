import { probeOpenVino } from './probe-openvino.js';

describe('probeOpenVino', () => {
  it('reports the version where it loads, and whether the processor has bfloat16', async () => {
    const report = await probeOpenVino('/libs', async () => '2026.4.1-22982-abc', true);
    expect(report).toMatchObject({ name: 'openvino', available: true, version: '2026.4.1' });
    expect(report.detail).toBe('compiled steps on cpu, float32 or bfloat16, from /libs');
    expect((await probeOpenVino('/libs', async () => '2026.4.1', false)).detail).toContain('float32 only');
  });

  it('tells the command that brings it where it is absent or does not load', async () => {
    const broken = await probeOpenVino('/libs', () => Promise.reject(new Error('it is too old')), true);
    expect(broken).toMatchObject({ available: false, detail: '/libs: it is too old' });
    expect(broken.remedy).toMatch(/^pip install openvino/);
    // A folder without the library: what the compiler itself says.
    const empty = await probeOpenVino(import.meta.dirname);
    expect(empty.available).toBe(false);
    expect(empty.detail).toContain('no libopenvino_c');
  });
});
