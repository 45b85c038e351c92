/** Element types that cross the border between JavaScript and a compiled step. */
export type HostDType = 'float32' | 'int32' | 'bool';

/** Numbers outside any backend: what goes into a step and what comes out. `data` is row-major, `bool` is 0 or 1. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly dtype: HostDType;
  readonly data: Float32Array | Int32Array | Uint8Array;
}

const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** How many elements a tensor of `shape` holds (1 for a scalar, 0 when an axis is empty). */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** A zero-filled array for `count` elements of `dtype`. */
export function allocate(dtype: HostDType, count: number): Float32Array | Int32Array | Uint8Array {
  return new arrayTypes[dtype](count);
}

/** Numbers in an array of the type that `dtype` has: the given one where it is one. tfjs' backends keep casts of tensors in the array of another type. */
export function arrayOf(dtype: HostDType, numbers: HostTensor['data']): HostTensor['data'] {
  const wanted = arrayTypes[dtype];
  return numbers instanceof wanted ? numbers : wanted.from(numbers);
}

/** Whether the memory of `data` is its own, so that it may go to another thread. */
export function ownsMemory({ buffer, byteLength }: HostTensor['data']): boolean {
  return buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
}

/** A compact copy of `tensor`: its own buffer, exactly as long as the data. */
export function copyHostTensor(tensor: HostTensor): HostTensor {
  return { shape: [...tensor.shape], dtype: tensor.dtype, data: tensor.data.slice() };
}

/**
 * Checks that `tensor` is consistent in itself.
 *
 * @param name how the tensor is called in the message
 * @throws Error when the array's type does not fit the dtype or its length the shape
 */
export function checkHostTensor(name: string, tensor: HostTensor): void {
  const wanted = arrayTypes[tensor?.dtype];
  if (wanted === undefined || !Array.isArray(tensor.shape)) {
    throw new Error(
      `${name}: expected {shape, dtype: 'float32' | 'int32' | 'bool', data}, received ${describe(tensor)}.`,
    );
  }
  if (!(tensor.data instanceof wanted)) {
    throw new Error(`${name}: a ${tensor.dtype} tensor needs a ${wanted.name}, received ${describe(tensor.data)}.`);
  }
  if (tensor.data.length !== elementCount(tensor.shape)) {
    throw new Error(
      `${name}: shape [${tensor.shape}] needs ${elementCount(tensor.shape)} elements, received ${tensor.data.length}.`,
    );
  }
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return value.constructor?.name ?? 'an object';
}
