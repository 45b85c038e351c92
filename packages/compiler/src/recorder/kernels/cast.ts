import type { CastAttrs } from '@tensorflow/tfjs-core';
import { RecordError } from '../record-error.js';
import type { Recorder } from '../recorder.js';
import type { GraphDType, Symbolic } from '../symbolic.js';
import { type KernelTable, kernel } from '../kernel.js';

/** What ONNX calls element types by: TensorProto.DataType of onnx.proto. */
export const typeCodes = { float32: 1, int32: 6, int64: 7, bool: 9, bfloat16: 16 } as const;

/** `x` with another element type; numbers are cut towards zero, and anything but 0 is true. */
export function cast(recorder: Recorder, x: Symbolic, dtype: GraphDType): Symbolic {
  if (x.dtype === dtype) return x;
  const known = x.uniform !== undefined ? [x.uniform] : x.values;
  if (known !== undefined) {
    const converted = Array.from(known, (value) => convert(value, dtype));
    if (x.uniform !== undefined) return recorder.uniform(converted[0] as number, x.shape, dtype);
    return recorder.constant(converted, x.shape, dtype);
  }
  return recorder.record('Cast', [x], { shape: x.shape, dtype }, { attributes: { to: typeCodes[dtype] } });
}

function convert(value: number, dtype: GraphDType): number {
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  return dtype === 'float32' ? Math.fround(value) : Math.trunc(value);
}

export const castKernels: KernelTable = {
  Cast: kernel<CastAttrs>((recorder, { x }, { dtype }) => {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw new RecordError(`Cast: dtype '${dtype}' cannot be compiled; expected float32, int32 or bool.`);
    }
    return cast(recorder, x as Symbolic, dtype);
  }),
};
