import { machineLoad } from './machine-load.js';

describe('machineLoad', () => {
  it('compares the rate of a step with that of the machine', () => {
    // 30 GFLOP in half a second are 60 GFLOP/s, of 240.
    const { flopsPerSecond, shareOfPeak, residentBytes } = machineLoad(30e9, 0.5, 240);
    expect([flopsPerSecond, shareOfPeak]).toEqual([60e9, 0.25]);
    // Node alone takes tens of megabytes.
    expect(residentBytes).toBeGreaterThan(10e6);
  });
});
