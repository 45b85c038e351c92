/** Element types inside a graph: those of tfjs, and ONNX's index type. */
export type GraphDType = 'float32' | 'int32' | 'bool' | 'int64';

/** Shape and element type of a value in the graph. */
export interface ValueType {
  readonly shape: readonly number[];
  readonly dtype: GraphDType;
}

/**
 * A tensor whose numbers are not known while recording. Exactly one of three things is known about it:
 * the graph value that will hold them (`name`), that they are all equal (`uniform`), or all of them (`values`).
 */
export interface Symbolic extends ValueType {
  /** The tfjs kernel that made it, for messages. */
  readonly origin: string;
  readonly name?: string;
  readonly uniform?: number;
  readonly values?: ArrayLike<number>;
}

/** True when both shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((axis, index) => axis === b[index]);
}

/** `axis` counted from the front: -1 is the last of `rank` axes. */
export function frontAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
