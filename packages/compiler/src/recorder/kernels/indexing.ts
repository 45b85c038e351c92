/* Elements chosen, or placed, by indices. */
import type {
  GatherV2Attrs,
  OneHotAttrs,
  ScatterNdAttrs,
  UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { elementCount } from '../../host-tensor.js';
import { type KernelTable, kernel } from '../kernel.js';
import { RecordError } from '../record-error.js';
import type { Recorder } from '../recorder.js';
import type { GraphDType, Symbolic } from '../symbolic.js';
import { broadcastTo } from './broadcast-to.js';
import { cast } from './cast.js';
import { compare } from './comparison.js';
import { reshape } from './reshape.js';
import { select } from './select.js';

/** Rows of `x` along `axis` at `indices`. */
export function gather(recorder: Recorder, x: Symbolic, indices: Symbolic, axis: number): Symbolic {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  if (x.uniform !== undefined) return recorder.uniform(x.uniform, shape, x.dtype);
  return recorder.record('Gather', [x, indices], { shape, dtype: x.dtype }, { attributes: { axis } });
}

/**
 * A tensor of `shape`, zero but for the sums of the rows of `updates` that `ids` send to each place of its first axis.
 *
 * ONNX's ScatterND(reduction=add) would be the natural choice, but ONNX Runtime's CPU kernel splits the updates over
 * threads and loses sums where ids repeat (microsoft/onnxruntime#18048). ScatterElements runs in order on one thread.
 */
export function scatterAdd(recorder: Recorder, ids: Symbolic, updates: Symbolic, shape: readonly number[]): Symbolic {
  const count = elementCount(ids.shape);
  const rows = shape[0] as number;
  const width = elementCount(shape.slice(1));
  if (count === 0 || elementCount(shape) === 0) return recorder.uniform(0, shape, updates.dtype);
  const places_N1 = reshape(recorder, ids, [count, 1]);
  const places_NW = broadcastTo(recorder, places_N1, [count, width]);
  const updates_NW = reshape(recorder, updates, [count, width]);
  const zeros_RW = recorder.uniform(0, [rows, width], updates.dtype);
  const type = { shape: [rows, width], dtype: updates.dtype };
  const attributes = { axis: 0, reduction: 'add' };
  const sums_RW = recorder.record('ScatterElements', [zeros_RW, places_NW, updates_NW], type, { attributes });
  return reshape(recorder, sums_RW, shape);
}

const gatherV2 = kernel<GatherV2Attrs>((recorder, inputs, { axis, batchDims }) => {
  const [x, indices] = [inputs['x'] as Symbolic, inputs['indices'] as Symbolic];
  const [front] = util.parseAxisParam(axis, [...x.shape]) as [number];
  if (batchDims === 0) return gather(recorder, x, indices, front);
  if (batchDims !== front) {
    throw new RecordError(
      `GatherV2: batchDims ${batchDims} with axis ${front} cannot be compiled; expected axis = batchDims.`,
    );
  }
  const shape = [...indices.shape, ...x.shape.slice(front + 1)];
  const places = cast(recorder, reshape(recorder, indices, [...indices.shape, 1]), 'int64');
  return recorder.record('GatherND', [x, places], { shape, dtype: x.dtype }, { attributes: { batch_dims: batchDims } });
});

const gatherNd = kernel((recorder, inputs) => {
  const [params, indices] = [inputs['params'] as Symbolic, inputs['indices'] as Symbolic];
  const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1))];
  return recorder.record('GatherND', [params, cast(recorder, indices, 'int64')], { shape, dtype: params.dtype });
});

const scatterNd = kernel<ScatterNdAttrs>((recorder, inputs, { shape }) => {
  const [indices, updates] = [inputs['indices'] as Symbolic, inputs['updates'] as Symbolic];
  if (indices.shape.at(-1) !== 1) {
    throw new RecordError(
      `ScatterNd: indices of shape [${indices.shape}] address ${indices.shape.at(-1)} axes; only the first axis ` +
        'can be compiled. Flatten those axes into one.',
    );
  }
  return scatterAdd(recorder, indices, updates, shape);
});

/** Later updates of the same place win, as in tfjs. */
const scatterUpdate = kernel((recorder, inputs) => {
  const [tensor, indices, updates] = ['tensor', 'indices', 'updates'].map((name) => inputs[name] as Symbolic) as [
    Symbolic,
    Symbolic,
    Symbolic,
  ];
  if (elementCount(updates.shape) === 0) return tensor;
  return recorder.record('ScatterND', [tensor, cast(recorder, indices, 'int64'), updates], tensor);
});

/** A comparison with 0, 1, …: ONNX's OneHot counts negative indices from the end, where tfjs has no 1 for them. */
const oneHot = kernel<OneHotAttrs>((recorder, inputs, { dtype, depth, onValue, offValue }) => {
  const indices = inputs['indices'] as Symbolic;
  const numbers = (dtype ?? 'int32') as GraphDType;
  const classes = recorder.constant([...Array(depth).keys()], [depth], indices.dtype);
  const hit = compare(recorder, 'Equal', reshape(recorder, indices, [...indices.shape, 1]), classes);
  if (onValue === 1 && offValue === 0) return cast(recorder, hit, numbers);
  return select(recorder, hit, recorder.scalar(onValue, numbers), recorder.scalar(offValue, numbers));
});

export const indexingKernels: KernelTable = {
  GatherV2: gatherV2,
  GatherNd: gatherNd,
  ScatterNd: scatterNd,
  TensorScatterUpdate: scatterUpdate,
  UnsortedSegmentSum: kernel<UnsortedSegmentSumAttrs>((recorder, inputs, { numSegments }) => {
    // tfjs sums in floating point.
    const [x, ids] = [cast(recorder, inputs['x'] as Symbolic, 'float32'), inputs['segmentIds'] as Symbolic];
    const shape = [numSegments, ...x.shape.slice(ids.shape.length)];
    // An id that no segment has is passed over, where ONNX counts from the end or fails.
    const last = recorder.scalar(numSegments - 1, ids.dtype);
    const inside = recorder.record('Clip', [ids, recorder.scalar(0, ids.dtype), last], ids);
    const rows = [...ids.shape, ...new Array<number>(x.shape.length - ids.shape.length).fill(1)];
    const isSegment = reshape(recorder, compare(recorder, 'Equal', inside, ids), rows);
    return scatterAdd(recorder, inside, select(recorder, isSegment, x, recorder.scalar(0)), shape);
  }),
  OneHot: oneHot,
};
