import type { HostTensor } from './host-tensor.js';

/**
 * One of equal parts of a tensor along its first axis; a scalar is the same in all.
 *
 * @throws Error where the rows cannot be divided so
 */
export function rowPart({ shape, dtype, data }: HostTensor, parts: number, index: number): HostTensor {
  if (shape.length === 0) return { shape, dtype, data };
  const [rows, ...rest] = shape;
  if (rows % parts !== 0) throw new Error(`rowPart: expected rows divisible by ${parts}, received ${rows}`);
  const length = data.length / parts;
  return { shape: [rows / parts, ...rest], dtype, data: data.slice(index * length, (index + 1) * length) };
}
