/** What a step says of the machine that made it. */
export interface MachineLoad {
  /** Floating-point operations of its matrix products, a second. */
  readonly flopsPerSecond: number;
  /** Share of the rate at which the engine multiplies large matrices here, measured when this part of the run began; 0 to about 1. */
  readonly shareOfPeak: number;
  /** Memory of the process, with what its threads hold, in bytes. */
  readonly residentBytes: number;
}

/**
 * @param flops of the step's matrix products
 * @param seconds that the step took
 * @param peak the machine's rate, in units of 10^9 operations a second, see `quickPeak` of engine
 */
export function machineLoad(flops: number, seconds: number, peak: number): MachineLoad {
  const flopsPerSecond = flops / seconds;
  return { flopsPerSecond, shareOfPeak: flopsPerSecond / (peak * 1e9), residentBytes: process.memoryUsage.rss() };
}
