import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupProfile, summarize, takeProfile } from './profile.js';

const event = (name: string, dur: number, op_name: string, cat = 'Node') => ({
  cat,
  name,
  dur,
  args: { op_name, provider: 'CPUExecutionProvider' },
});
const provider = 'CPUExecutionProvider';
const events = [
  event('forward/encoder.layer.0/Gemm_1_kernel_time', 2000, 'Gemm'),
  event('forward/encoder.layer.0/Gemm_1_kernel_time', 1000, 'Gemm'),
  event('backward/encoder.layer.0/Gemm_9_kernel_time', 5000, 'Gemm'),
  event('update/Mul_12_kernel_time', 500, 'Mul'),
  event('update/Mul_12_fence_before', 500, 'Mul'),
  event('update/block_Mul_1_kernel_time', 400, 'Mul'), // part of a Scan
  event('model_run', 9000, '', 'Session'),
];

describe('profile', () => {
  it('adds up the time of nodes, slowest first', () => {
    expect(summarize(events)).toEqual([
      { phase: 'backward', layer: 'encoder.layer.0', op: 'Gemm', provider, calls: 1, milliseconds: 5, bestMilliseconds: 5 },
      { phase: 'forward', layer: 'encoder.layer.0', op: 'Gemm', provider, calls: 2, milliseconds: 3, bestMilliseconds: 1 },
      { phase: 'update', layer: '', op: 'Mul', provider, calls: 1, milliseconds: 0.5, bestMilliseconds: 0.5 },
    ]);
  });

  it('groups rows', () => {
    expect(groupProfile(summarize(events), 'op')).toEqual([
      { name: 'Gemm', calls: 3, milliseconds: 8, bestMilliseconds: 6 },
      { name: 'Mul', calls: 1, milliseconds: 0.5, bestMilliseconds: 0.5 },
    ]);
  });

  it('tells what falls back to another provider', () => {
    const rows = summarize([
      { ...event('forward/Gemm_1_kernel_time', 10, 'Gemm'), args: { op_name: 'Gemm', provider: 'CUDAExecutionProvider' } },
      event('forward/NonZero_2_kernel_time', 20, 'NonZero'),
    ]);
    expect(groupProfile(rows, 'provider').map(({ name, calls }) => [name, calls])).toEqual([
      ['CPUExecutionProvider', 1],
      ['CUDAExecutionProvider', 1],
    ]);
  });

  it('reads the file and removes it', async () => {
    const prefix = join(mkdtempSync(join(tmpdir(), 'profile-')), 'run');
    writeFileSync(`${prefix}_2026.json`, JSON.stringify(events));
    expect(await takeProfile(prefix)).toHaveLength(3);
    expect(existsSync(`${prefix}_2026.json`)).toBe(false);
    await expect(takeProfile(prefix)).rejects.toThrow('wrote no profile');
  });
});
