/** A tensor as it lies in a file: plain numbers in row-major order, independent of any tensor library. */
export interface StoredTensor {
  /** Sizes of its dimensions; `[]` is a scalar. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  /** As many elements as the product of `shape`. */
  readonly data: Float32Array | Int32Array;
}

/** Product of the dimensions: 1 for a scalar, 0 when any dimension is 0; may lose exactness past 2^53. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}

/**
 * Checks that a tensor's parts agree with each other.
 *
 * @throws Error naming the tensor when its shape is not made of counts, its data is of another type than `dtype`,
 *   or the number of elements is not the product of the shape
 */
export function checkStoredTensor(name: string, tensor: StoredTensor): void {
  const { shape, dtype, data } = tensor;
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new Error(`tensor "${name}": expected a shape of counts, received [${shape.join(', ')}]`);
  }
  const expectedType = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : undefined;
  if (expectedType === undefined) {
    throw new Error(`tensor "${name}": expected dtype float32 or int32, received ${String(dtype)}`);
  }
  if (!(data instanceof expectedType)) {
    const received = Object.prototype.toString.call(data).slice('[object '.length, -1);
    throw new Error(`tensor "${name}": expected ${expectedType.name} data for dtype ${dtype}, received ${received}`);
  }
  if (data.length !== elementCount(shape)) {
    throw new Error(
      `tensor "${name}": expected ${elementCount(shape)} elements for shape [${shape.join(', ')}], ` +
        `received ${data.length}`,
    );
  }
}
