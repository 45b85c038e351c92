/* Elements moved, joined, cut out, repeated or surrounded. */
import type {
  ConcatAttrs,
  MirrorPadAttrs,
  PackAttrs,
  PadV2Attrs,
  ReverseAttrs,
  TileAttrs,
  TransposeAttrs,
} from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { elementCount } from '../../host-tensor.js';
import { type KernelTable, kernel, listInputs } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import { type Symbolic, frontAxis, sameShape } from '../symbolic.js';
import { broadcastTo } from './broadcast-to.js';
import { cast } from './cast.js';
import { expandDims, reshape } from './reshape.js';

/** Permutes axes: axis i of the result is axis `perm[i]` of x. Two transpositions in a row are recorded as one. */
export function transpose(recorder: Recorder, x: Symbolic, perm: readonly number[]): Symbolic {
  const shape = perm.map((axis) => x.shape[axis] as number);
  if (x.uniform !== undefined) return recorder.uniform(x.uniform, shape, x.dtype);
  const moved = perm.filter((axis) => x.shape[axis] !== 1);
  const inOrder = moved.every((axis, index) => index === 0 || axis > (moved[index - 1] as number));
  if (inOrder) return reshape(recorder, x, shape);
  const maker = x.name === undefined ? undefined : recorder.graph.makerOf(x.name);
  if (maker?.op === 'Transpose') {
    const name = maker.inputs[0] as string;
    const first = maker.attributes['perm'] as readonly number[];
    const source = { ...x, name, shape: recorder.graph.typeOf(name).shape };
    return transpose(recorder, source, perm.map((axis) => first[axis] as number));
  }
  return recorder.record('Transpose', [x], { shape, dtype: x.dtype }, { attributes: { perm: [...perm] } });
}

/** Joins tensors along `axis`; those without elements are left out. */
export function concat(recorder: Recorder, parts: readonly Symbolic[], axis: number): Symbolic {
  const first = parts[0] as Symbolic;
  const front = frontAxis(axis, first.shape.length);
  const shape = [...first.shape];
  shape[front] = parts.reduce((length, part) => length + (part.shape[front] as number), 0);
  const full = parts.filter((part) => elementCount(part.shape) > 0).map((part) => cast(recorder, part, first.dtype));
  if (full.length === 1) return full[0] as Symbolic;
  const value = full[0]?.uniform;
  if (value !== undefined && full.every((part) => part.uniform === value)) {
    return recorder.uniform(value, shape, first.dtype);
  }
  return recorder.record('Concat', full, { shape, dtype: first.dtype }, { attributes: { axis: front } });
}

function tile(recorder: Recorder, x: Symbolic, repeats: readonly number[]): Symbolic {
  const shape = x.shape.map((axis, index) => axis * (repeats[index] as number));
  if (sameShape(shape, x.shape)) return x;
  // Repeating axes of length 1 is broadcasting, which ONNX Runtime does faster.
  if (x.shape.every((axis, index) => axis === 1 || repeats[index] === 1)) return broadcastTo(recorder, x, shape);
  if (x.uniform !== undefined) return recorder.uniform(x.uniform, shape, x.dtype);
  return recorder.record('Tile', [x, recorder.indices(repeats)], { shape, dtype: x.dtype });
}

/** Surrounds x; ONNX lists what comes before each axis, then what comes after. */
function pad(
  recorder: Recorder,
  x: Symbolic,
  paddings: ReadonlyArray<readonly [number, number]>,
  mode: 'constant' | 'reflect' | 'symmetric',
  value = 0,
): Symbolic {
  const shape = x.shape.map((axis, index) => axis + (paddings[index]?.[0] ?? 0) + (paddings[index]?.[1] ?? 0));
  if (sameShape(shape, x.shape)) return x;
  if (elementCount(x.shape) === 0) return recorder.uniform(value, shape, x.dtype);
  if (x.uniform === value && mode === 'constant') return recorder.uniform(value, shape, x.dtype);
  if (mode === 'symmetric') return mirror(recorder, x, paddings);
  const amounts = recorder.indices([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
  const inputs = [x, amounts, ...(mode === 'constant' ? [recorder.scalar(value, x.dtype)] : [])];
  return recorder.record('Pad', inputs, { shape, dtype: x.dtype }, { attributes: { mode } });
}

/** Symmetric padding repeats the edge, which ONNX has no mode for: each axis is gathered at its mirrored places. */
function mirror(recorder: Recorder, x: Symbolic, paddings: ReadonlyArray<readonly [number, number]>): Symbolic {
  return paddings.reduce((padded, [before, after], axis) => {
    const length = padded.shape[axis] as number;
    const places = Array.from({ length: before + length + after }, (_, index) => {
      const place = index - before;
      return place < 0 ? -place - 1 : place >= length ? 2 * length - 1 - place : place;
    });
    return gatherAxis(recorder, padded, places, axis);
  }, x);
}

function gatherAxis(recorder: Recorder, x: Symbolic, places: readonly number[], axis: number): Symbolic {
  const shape = x.shape.map((length, index) => (index === axis ? places.length : length));
  if (x.uniform !== undefined) return recorder.uniform(x.uniform, shape, x.dtype);
  return recorder.record('Gather', [x, recorder.indices(places)], { shape, dtype: x.dtype }, { attributes: { axis } });
}

function reverse(recorder: Recorder, x: Symbolic, axes: readonly number[]): Symbolic {
  return axes.reduce((result, dim) => {
    const axis = frontAxis(dim, x.shape.length);
    const length = x.shape[axis] as number;
    return gatherAxis(recorder, result, Array.from({ length }, (_, index) => length - 1 - index), axis);
  }, x);
}

/** ONNX Runtime has no Pad for booleans. */
function padded(recorder: Recorder, x: Symbolic, record: (numbers: Symbolic) => Symbolic): Symbolic {
  return x.dtype === 'bool' ? cast(recorder, record(cast(recorder, x, 'int32')), 'bool') : record(x);
}

export const rearrangeKernels: KernelTable = {
  Transpose: kernel<TransposeAttrs>((recorder, { x }, { perm }) => transpose(recorder, x as Symbolic, perm)),
  Concat: kernel<ConcatAttrs>((recorder, inputs, { axis }) => concat(recorder, listInputs(inputs), axis)),
  Pack: kernel<PackAttrs>((recorder, inputs, { axis }) =>
    concat(
      recorder,
      listInputs(inputs).map((part) => expandDims(recorder, part, axis)),
      axis,
    ),
  ),
  Tile: kernel<TileAttrs>((recorder, { x }, { reps }) => tile(recorder, x as Symbolic, reps)),
  PadV2: kernel<PadV2Attrs>((recorder, { x }, { paddings, constantValue }) =>
    padded(recorder, x as Symbolic, (numbers) => pad(recorder, numbers, paddings, 'constant', constantValue)),
  ),
  MirrorPad: kernel<MirrorPadAttrs>((recorder, { x }, { paddings, mode }) =>
    padded(recorder, x as Symbolic, (numbers) => pad(recorder, numbers, paddings, mode)),
  ),
  Reverse: kernel<ReverseAttrs>((recorder, { x }, { dims }) =>
    // All axes where none is named.
    reverse(recorder, x as Symbolic, util.parseAxisParam(dims ?? (x as Symbolic).shape.map((_, axis) => axis), [...(x as Symbolic).shape])),
  ),
};
