import type { HostTensor } from '../host-tensor.js';

/** Difference allowed between a graph and eager execution, in parts of a tensor's largest value. */
export const TOLERANCE = 1e-5;

/** What is zero in exact arithmetic is compared absolutely. */
const ROUNDING = 1e-7;

/** Throws unless both have the same names, types and shapes, and numbers that differ by at most TOLERANCE. */
export function expectClose(
  actual: Readonly<Record<string, HostTensor>>,
  expected: Readonly<Record<string, HostTensor>>,
): void {
  const types = (tensors: Readonly<Record<string, HostTensor>>) =>
    JSON.stringify(Object.entries(tensors).map(([name, { shape, dtype }]) => `${name}: ${dtype}[${shape}]`).sort());
  if (types(actual) !== types(expected)) throw new Error(`expected ${types(expected)}, received ${types(actual)}`);
  for (const [name, { data }] of Object.entries(expected)) {
    const received = (actual[name] as HostTensor).data;
    const largest = Array.from(data).filter(Number.isFinite).reduce(
      (most, value) => Math.max(most, Math.abs(value)),
      0,
    );
    data.forEach((value, index) => {
      const other = received[index] as number;
      if (Object.is(value, other) || Math.abs(value - other) <= Math.max(TOLERANCE * largest, ROUNDING)) return;
      throw new Error(`${name}[${index}]: expected ${value}, received ${other} (largest ${largest})`);
    });
  }
}
