/* Matrix products. M rows, K inner, N columns; leading axes are batches. */
import type { BatchMatMulAttrs, _FusedMatMulAttrs } from '@tensorflow/tfjs-core';
import { elementCount } from '../../host-tensor.js';
import { broadcastShape } from '../broadcast.js';
import { type KernelTable, kernel } from '../kernel.js';
import { RecordError } from '../record-error.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { add } from './arithmetic.js';
import { reshape } from './reshape.js';
import { sigmoid, unary } from './unary.js';

export interface ProductOptions {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Factor on the product. Default 1. */
  readonly alpha?: number;
}

/** The operations that `matrixProduct` records. */
export const productOperations: ReadonlySet<string> = new Set(['Gemm', 'MatMul', 'FusedMatMul']);

/** The axes of matrices of `rank` axes, the last two of them in the other order: what a Transpose of each matrix takes. */
export function turnedAxes(rank: number): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return [...axes.slice(0, -2), rank - 1, rank - 2];
}

/** alpha * op(a) op(b): the operations that take transposed operands, so that no gradient needs a copy. */
export function matrixProduct(recorder: Recorder, a: Symbolic, b: Symbolic, options: ProductOptions): Symbolic {
  const { transposeA, transposeB, alpha = 1 } = options;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') {
    throw new RecordError(`${recorder.kernel}: a product of ${a.dtype} and ${b.dtype} cannot be compiled; expected float32. Cast both with tf.cast.`);
  }
  const rows = a.shape.at(transposeA ? -1 : -2) as number;
  const inner = a.shape.at(transposeA ? -2 : -1) as number;
  const columns = b.shape.at(transposeB ? -2 : -1) as number;
  const shape = [...broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
  const type = { shape, dtype: 'float32' } as const;
  if (inner === 0 || elementCount(shape) === 0) return recorder.uniform(0, shape, 'float32');
  const transposed = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };
  if (shape.length === 2) {
    const attributes = { ...transposed, ...(alpha === 1 ? {} : { alpha: { float: alpha } }) };
    if (rows > 1 || !transposeA) return recorder.record('Gemm', [a, b], type, { attributes });
    // A row that lies as a column: ONNX Runtime is twice as fast where it knows that.
    return recorder.record('Gemm', [reshape(recorder, a, [1, inner]), b], type, { attributes: { ...attributes, transA: 0 } });
  }
  if (!transposeA && !transposeB && alpha === 1) return recorder.record('MatMul', [a, b], type);
  const attributes = { ...transposed, alpha: { float: alpha } };
  return recorder.record('FusedMatMul', [a, b], type, { attributes, domain: 'com.microsoft' });
}

const activations: Readonly<Record<string, (recorder: Recorder, x: Symbolic) => Symbolic>> = {
  relu: (recorder, x) => unary(recorder, 'Relu', x),
  sigmoid,
  elu: (recorder, x) => unary(recorder, 'Elu', x),
};

/** tf.fused.matMul: bias and activation are nodes of their own. Gemm could add the bias too, but ONNX Runtime writes it on one thread, and the product over it. */
const fusedMatMul = kernel<_FusedMatMulAttrs>((recorder, { a, b, bias }, attributes) => {
  const product = matrixProduct(recorder, a as Symbolic, b as Symbolic, attributes);
  const biased = bias === undefined ? product : add(recorder, product, bias);
  if (attributes.activation === undefined || attributes.activation === 'linear') return biased;
  const activation = activations[attributes.activation];
  if (activation === undefined) {
    throw new RecordError(
      `_FusedMatMul: activation '${attributes.activation}' cannot be compiled; expected one of linear, ` +
        `${Object.keys(activations).join(', ')}. Apply it as an operation of its own.`,
    );
  }
  return activation(recorder, biased);
});

export const matrixKernels: KernelTable = {
  BatchMatMul: kernel<BatchMatMulAttrs>((recorder, { a, b }, attributes) =>
    matrixProduct(recorder, a as Symbolic, b as Symbolic, attributes),
  ),
  _FusedMatMul: fusedMatMul,
};
