import { kernelFamilies } from './recorder/kernels/kernel-table.js';

/** Names of the tfjs kernels that can be recorded, by family. */
export const compilableKernels: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(kernelFamilies).map(([family, table]) => [family, Object.keys(table).sort()]),
);
