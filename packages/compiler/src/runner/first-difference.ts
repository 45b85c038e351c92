import { type NamedAttrMap, type Tensor, engine, tidy } from '@tensorflow/tfjs-core';
import { type HostTensor, elementCount } from '../host-tensor.js';
import type { Symbolic } from '../recorder/symbolic.js';
import type { KernelCall } from '../recorder/trace-backend.js';
import { withBackend } from '../recorder/with-backend.js';
import { toTensor } from '../tensor-transfer.js';
import { referenceKernel } from './reference-kernels.js';

/** Difference allowed for one operation on equal operands, in parts of the result's largest value. */
const TOLERANCE = 1e-4;

/**
 * Repeats recorded kernel calls on tfjs' `cpu` backend, each on the operands that the graph computed.
 *
 * @param values what the graph computed, by graph value
 * @returns a sentence about the first call whose result differs, undefined when all agree
 */
export function firstDifference(
  calls: readonly KernelCall[],
  values: ReadonlyMap<string, HostTensor>,
): string | undefined {
  return withBackend('cpu', () => {
    for (const call of calls) {
      const difference = tidy(() => compare(call, values));
      if (difference !== undefined) return difference;
    }
    return undefined;
  });
}

function compare(call: KernelCall, values: ReadonlyMap<string, HostTensor>): undefined | string {
  const operands = Object.entries(call.inputs).map(([name, symbolic]) => [name, toTensor(valueOf(symbolic, values))]);
  const expected = [repeat(call, Object.fromEntries(operands) as Record<string, Tensor>)].flat();
  for (const [index, symbolic] of call.outputs.entries()) {
    const numbers = (expected[index] as Tensor).dataSync();
    const received = valueOf(symbolic, values).data;
    const largest = largestOf(numbers);
    for (let place = 0; place < numbers.length; place++) {
      const [wanted, found] = [numbers[place] as number, received[place] as number];
      const close = Object.is(wanted, found) || Math.abs(wanted - found) <= TOLERANCE * (largest || 1);
      if (close) continue;
      return (
        `${call.kernel}${call.location}: element ${place} of its result of shape [${symbolic.shape}] is ${found} in ` +
        `the graph and ${wanted} on the cpu backend (largest ${largest})`
      );
    }
  }
  return undefined;
}

function repeat(call: KernelCall, inputs: Record<string, Tensor>): Tensor | Tensor[] {
  const reference = referenceKernel(call.kernel);
  if (reference !== undefined) return reference(inputs, call.attributes);
  // Some kernels of the cpu backend write into their first operand; these operands are nobody else's.
  const isList = Object.keys(inputs).every((name, index) => name === String(index));
  const operands = isList && Object.keys(inputs).length > 0 ? Object.values(inputs) : inputs;
  return engine().runKernel(call.kernel, operands as Record<string, Tensor>, call.attributes as NamedAttrMap);
}

function valueOf(symbolic: Symbolic, values: ReadonlyMap<string, HostTensor>): HostTensor {
  const { shape, name, uniform } = symbolic;
  if (name !== undefined) return values.get(name) as HostTensor;
  const numbers = symbolic.values ?? new Array<number>(elementCount(shape)).fill(uniform as number);
  if (symbolic.dtype === 'bool') return { shape, dtype: 'bool', data: Uint8Array.from(numbers) };
  if (symbolic.dtype === 'int32') return { shape, dtype: 'int32', data: Int32Array.from(numbers) };
  return { shape, dtype: 'float32', data: Float32Array.from(numbers) };
}

function largestOf(numbers: ArrayLike<number>): number {
  let largest = 0;
  for (let place = 0; place < numbers.length; place++) {
    const size = Math.abs(numbers[place] as number);
    if (Number.isFinite(size) && size > largest) largest = size;
  }
  return largest;
}
