import { measuredPeer, stepTable } from './step-table.js';

describe('stepTable', () => {
  it('has a row for each, and the rate beside the machine\u2019s', () => {
    const ours = { medianSeconds: 2, bestSeconds: 1.9, residentBytes: 2 ** 31 };
    const eager = { name: 'PyTorch 2 eager', medianSeconds: 3, bestSeconds: 2.8, residentBytes: 2 ** 30, ratio: 1.5 };
    const table = stepTable({ ...ours, engine: 'onnxruntime', precision: 'float32', gflops: 143.5, peakGflops: 190, peers: [eager] });
    expect(table.split('\n')).toEqual([
      '                                       median       best     memory    ratio',
      'electra-ts onnxruntime float32        2.000 s    1.900 s   2.00 GiB    1.00x',
      'PyTorch 2 eager                       3.000 s    2.800 s   1.00 GiB    1.50x',
      '144 GFLOP/s of 190 that this engine reaches on large products',
      '',
    ]);
  });

  it('shows no rate where there is none', () => {
    const table = stepTable({ medianSeconds: 2, bestSeconds: 1, residentBytes: 2 ** 30, engine: 'onnxruntime', precision: 'float32', peers: [] });
    expect(table.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('measuredPeer', () => {
  it('is the median beside ours, the best, and the peak', () => {
    const steps = [{ seconds: 5, residentBytes: 1 }, { seconds: 2, residentBytes: 9 }, { seconds: 3, residentBytes: 2 }];
    expect(measuredPeer('p', steps, 2)).toEqual({ name: 'p', medianSeconds: 3, bestSeconds: 2, residentBytes: 9, ratio: 1.5 });
  });
});
