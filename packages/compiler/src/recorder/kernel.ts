import { RecordError } from './record-error.js';
import type { Recorder } from './recorder.js';
import type { Symbolic } from './symbolic.js';

/** Tensors that a kernel receives, by their names in tfjs ('0', '1', … for lists). Optional ones may be missing. */
export type KernelInputs = Readonly<Record<string, Symbolic>>;
type KernelResult = Symbolic | Symbolic[];

/** Records what a tfjs kernel would compute. */
export type Kernel = (recorder: Recorder, inputs: KernelInputs, attributes: unknown) => KernelResult;

/** Kernels by their tfjs names. */
export type KernelTable = Readonly<Record<string, Kernel>>;

/**
 * A kernel whose attributes have type `A`. tfjs itself does not type what it passes by kernel name, so this is the
 * one place where the type is asserted.
 */
export function kernel<A = unknown>(
  record: (recorder: Recorder, inputs: KernelInputs, attributes: A) => KernelResult,
): Kernel {
  return (recorder, inputs, attributes) => record(recorder, inputs, attributes as A);
}

/** A kernel of float32 and int32, which ONNX does not compute for bool. */
export function ofNumbers(kernel: Kernel): Kernel {
  return (recorder, inputs, attributes) => {
    if (listInputs(inputs).some(({ dtype }) => dtype === 'bool')) {
      throw new RecordError(`${recorder.kernel}: expected float32 or int32, received bool. Cast it with tf.cast.`);
    }
    return kernel(recorder, inputs, attributes);
  };
}

/** The tensors of a kernel that receives a list, in order. */
export function listInputs(inputs: KernelInputs): Symbolic[] {
  return Object.values(inputs);
}
