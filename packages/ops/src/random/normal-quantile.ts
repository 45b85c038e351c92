/**
 * Value below which a standard normal number lies with probability `p`: M. Wichura, "Algorithm AS 241: the percentage
 * points of the normal distribution", Applied Statistics 37 (1988), routine PPND7, about 7 digits exact.
 *
 * @param p In [1.5e-11, 1 - 1.5e-11], where the routine's first two ranges reach.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const numerator = ((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179;
    const denominator = ((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1;
    return (q * numerator) / denominator;
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p)) - 1.6;
  const numerator = ((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777;
  const denominator = (0.12021132975 * r + 0.7370016425) * r + 1;
  return (Math.sign(q) * numerator) / denominator;
}
