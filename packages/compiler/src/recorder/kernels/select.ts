import { type DataType, upcastType } from '@tensorflow/tfjs-core';
import { broadcastShape } from '../broadcast.js';
import { type KernelTable, kernel } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import { type GraphDType, type Symbolic, sameShape } from '../symbolic.js';
import { cast } from './cast.js';
import { reshape } from './reshape.js';

/** Elements of `yes` where `condition` holds, of `no` elsewhere; all three are broadcast. */
export function select(recorder: Recorder, condition: Symbolic, yes: Symbolic, no: Symbolic): Symbolic {
  const shape = broadcastShape(condition.shape, broadcastShape(yes.shape, no.shape));
  const dtype = upcastType(yes.dtype as DataType, no.dtype as DataType) as GraphDType;
  // ONNX Runtime chooses among numbers only.
  const numbers = dtype === 'bool' ? 'int32' : dtype;
  const [one, other] = [cast(recorder, yes, numbers), cast(recorder, no, numbers)];
  // Where nothing else has the whole shape, the condition has to.
  const isShaped = [one, other].some((branch) => branch.uniform === undefined && sameShape(branch.shape, shape));
  const inputs = [
    isShaped ? beforeRepetition(recorder, condition) : condition,
    recorder.repeatable(one, condition, shape),
    recorder.repeatable(other, condition, shape),
  ];
  return cast(recorder, recorder.record('Where', inputs, { shape, dtype: numbers }), dtype);
}

/** One bit that decides for a whole tensor, where `tf.where` has repeated it: ONNX does that by itself. */
function beforeRepetition(recorder: Recorder, condition: Symbolic): Symbolic {
  const maker = condition.name === undefined ? undefined : recorder.graph.makerOf(condition.name);
  if (maker?.op !== 'Expand') return condition;
  const name = maker.inputs[0] as string;
  const { shape } = recorder.graph.typeOf(name);
  return shape.every((axis) => axis === 1) ? { ...condition, name, shape } : condition;
}

export const selectKernels: KernelTable = {
  Select: kernel((recorder, { condition, t, e }) => {
    const [test, yes] = [condition as Symbolic, t as Symbolic];
    // A condition of rank 1 chooses whole rows.
    const missing = new Array<number>(Math.max(0, yes.shape.length - test.shape.length)).fill(1);
    const aligned = test.shape.length === 0 ? test : reshape(recorder, test, [...test.shape, ...missing]);
    return select(recorder, aligned, yes, e as Symbolic);
  }),
};
