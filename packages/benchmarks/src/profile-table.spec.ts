import { profileTable } from './profile-table.js';

describe('profileTable', () => {
  const row = (phase: string, layer: string, op: string, provider: string, milliseconds: number) => ({ phase, layer, op, provider, calls: 2, milliseconds, bestMilliseconds: 1 });

  it('shows milliseconds of a run and shares, slowest first, layers of one kind as one', () => {
    const rows = [
      row('forward', 'encoder.layer.0.output', 'Gemm', 'CUDAExecutionProvider', 10),
      row('forward', 'encoder.layer.11.output', 'Gemm', 'CUDAExecutionProvider', 20),
      row('update', '', 'Mul', 'CPUExecutionProvider', 10),
    ];
    expect(profileTable({ step: 'joint step', runs: 2, rows }).split('\n').map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
      'joint step, milliseconds a run over 2 runs',
      'phase',
      '  forward  15.00  75.0 %  2 calls',
      '  update  5.00  25.0 %  1 calls',
      'provider',
      '  CUDAExecutionProvider  15.00  75.0 %  2 calls',
      '  CPUExecutionProvider  5.00  25.0 %  1 calls',
      'op',
      '  Gemm  15.00  75.0 %  2 calls',
      '  Mul  5.00  25.0 %  1 calls',
      'layer',
      '  encoder.layer.N.output  15.00  75.0 %  2 calls',
      '  (none)  5.00  25.0 %  1 calls',
      '',
    ]);
  });
});
