// Z products of [M, K] by [K, N].
import { BatchMatMul, getKernel, Transpose, util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, type WasmKernel } from './replace-kernel.js';

/** The backend's compiled product: ids of operands and result, shapes as bytes of int32, ranks, transpositions. */
type Multiply = (
  a: number,
  shapeA: Uint8Array,
  rankA: number,
  b: number,
  shapeB: Uint8Array,
  rankB: number,
  transposeA: number,
  transposeB: number,
  out: number,
) => void;

/** The part of the compiled module that the package's types leave out. */
interface EmscriptenModule {
  cwrap(name: string, returns: null, takes: readonly string[]): unknown;
}

// Names of one product's operands within the compiled code, out of reach of the numbers that the backend counts up.
const [ID_A, ID_B, ID_OUT] = [2 ** 31 - 1, 2 ** 31 - 2, 2 ** 31 - 3];

/**
 * Replaces BatchMatMul so that every product takes the backend's fast path (XNNPACK). The backend itself takes it only
 * for a single product without transpositions; the others get a plain loop, many times slower. Here, transposed
 * operands are transposed first, and the products of a batch run one by one on views of the same memory.
 */
export function replaceBatchMatMul(backend: BackendWasm): void {
  const { cwrap } = backend.wasm as unknown as EmscriptenModule;
  const operand = ['number', 'array', 'number'];
  const multiply = cwrap('BatchMatMul', null, [...operand, ...operand, 'number', 'number', 'number']) as Multiply;
  replaceKernel(BatchMatMul, (original) => (args) => {
    const { inputs, attrs } = args;
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const [batchesA, batchesB] = [batchCount(inputs['a']), batchCount(inputs['b'])];
    const paired = batchesA === batchesB || batchesA === 1 || batchesB === 1;
    if (!paired || inputs['a'].dtype !== 'float32' || inputs['b'].dtype !== 'float32') {
      return original(args);
    }
    const a = transposeA ? transposed(inputs['a'], args.backend) : inputs['a'];
    const b = transposeB ? transposed(inputs['b'], args.backend) : inputs['b'];
    const out = multiplyBatches(multiply, args.backend, a, b);
    for (const [operand, input] of [
      [a, inputs['a']],
      [b, inputs['b']],
    ]) {
      if (operand !== input) {
        args.backend.disposeData(operand.dataId);
      }
    }
    return out;
  });
}

const batchCount = (tensor: TensorInfo): number => util.sizeFromShape(tensor.shape.slice(0, -2));

function transposed(x: TensorInfo, backend: BackendWasm): TensorInfo {
  const perm = [...x.shape.keys()];
  perm.push(...perm.splice(-2).reverse());
  const transpose = getKernel(Transpose, 'wasm').kernelFunc as unknown as WasmKernel;
  return transpose({ inputs: { x }, backend, attrs: { perm } });
}

function multiplyBatches(multiply: Multiply, backend: BackendWasm, a: TensorInfo, b: TensorInfo): TensorInfo {
  const [m, k] = a.shape.slice(-2);
  const n = b.shape[b.shape.length - 1];
  const [batchesA, batchesB] = [batchCount(a), batchCount(b)];
  const leading = batchesA >= batchesB ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
  const out = backend.makeOutput([...leading, m, n], 'float32');
  const [startA, startB, startOut] = [a, b, out].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const shapeA = int32Bytes([1, m, k]);
  const shapeB = int32Bytes([1, k, n]);
  const { tfjs } = backend.wasm;
  for (let batch = 0; batch < Math.max(batchesA, batchesB); batch++) {
    tfjs.registerTensor(ID_A, m * k, startA + (batchesA === 1 ? 0 : batch * m * k * 4));
    tfjs.registerTensor(ID_B, k * n, startB + (batchesB === 1 ? 0 : batch * k * n * 4));
    tfjs.registerTensor(ID_OUT, m * n, startOut + batch * m * n * 4);
    multiply(ID_A, shapeA, 3, ID_B, shapeB, 3, 0, 0, ID_OUT);
    // Forgetting the operands also frees XNNPACK's packed copy of b, which it keeps by the operand's number.
    [ID_A, ID_B, ID_OUT].forEach((id) => tfjs.disposeData(id));
  }
  return out;
}

const int32Bytes = (values: number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);
