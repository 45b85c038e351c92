import { scalingTable, type SizedFigures } from './scaling-table.js';

const figures = (batchSize: number, medianSeconds: number, ratio: number): SizedFigures => ({
  batchSize,
  sequenceLength: 128,
  medianSeconds,
  bestSeconds: medianSeconds / 2,
  tokensPerSecond: (batchSize * 128) / medianSeconds,
  gflops: 90,
  peakGflops: 180,
  residentBytes: 2 ** 31,
  peers: [{ name: 'PyTorch 2 eager', medianSeconds: medianSeconds * ratio, bestSeconds: 1, residentBytes: 1, ratio }],
});

describe('scalingTable', () => {
  it('has a row for each size, in columns', () => {
    expect(scalingTable([figures(1, 0.064, 1), figures(32, 2, 1.456)]).split('\n')).toEqual([
      'rows x tokens   median     best  tokens/s  GFLOP/s  of peak    memory  PyTorch 2 eager',
      '      1 x 128  0.064 s  0.032 s      2000       90     50 %  2.00 GiB            1.00x',
      '     32 x 128  2.000 s  1.000 s      2048       90     50 %  2.00 GiB            1.46x',
      '',
    ]);
  });
});
