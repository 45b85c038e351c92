import { elementCount } from '../host-tensor.js';
import { Graph, type Attributes } from './graph.js';
import { type GraphDType, type Symbolic, type ValueType, sameShape } from './symbolic.js';

/** A uniform value up to this many elements is written out; a larger one is expanded at run time. */
const WRITTEN_OUT_LIMIT = 4096;

export interface RecordOptions {
  readonly attributes?: Attributes;
  readonly domain?: string;
}

/** What kernels use to write into a graph: symbolic tensors in, symbolic tensors out. */
export class Recorder {
  /** The tfjs kernel being recorded, for messages. */
  kernel = '';
  /** Path in front of the names of new nodes. */
  label = '';
  private readonly written = new WeakMap<Symbolic, string>();

  constructor(readonly graph = new Graph()) {}

  /** A value that the caller provides at every run. Empty ones are never asked for. */
  input(name: string, type: ValueType): Symbolic {
    if (elementCount(type.shape) === 0) return this.uniform(0, type.shape, type.dtype);
    this.graph.addInput(name, type);
    return { shape: type.shape, dtype: type.dtype, name, origin: `input '${name}'` };
  }

  /** A tensor whose elements all equal `value`. */
  uniform(value: number, shape: readonly number[], dtype: GraphDType): Symbolic {
    return { shape: [...shape], dtype, uniform: value, origin: this.kernel };
  }

  /** A tensor of known numbers. */
  constant(values: ArrayLike<number>, shape: readonly number[], dtype: GraphDType): Symbolic {
    const first = values[0];
    const isUniform = first === undefined || (values.length > 1 && allEqual(values));
    if (isUniform || values.length === 1) return this.uniform(Number(first ?? 0), shape, dtype);
    return { shape: [...shape], dtype, values, origin: this.kernel };
  }

  /** A list of axes, sizes or offsets as ONNX wants them. */
  indices(values: readonly number[]): Symbolic {
    return { shape: [values.length], dtype: 'int64', values, origin: this.kernel };
  }

  /** A single number as ONNX wants it. */
  scalar(value: number, dtype: GraphDType = 'float32'): Symbolic {
    return this.uniform(value, [], dtype);
  }

  /** Records one operation with one result. A result without elements is never computed. */
  record(op: string, inputs: readonly Symbolic[], type: ValueType, options: RecordOptions = {}): Symbolic {
    if (elementCount(type.shape) === 0) return this.uniform(0, type.shape, type.dtype);
    return this.recordMany(op, inputs, [type], options)[0] as Symbolic;
  }

  /** Records one operation with several results. */
  recordMany(
    op: string,
    inputs: readonly Symbolic[],
    types: readonly ValueType[],
    options: RecordOptions = {},
  ): Symbolic[] {
    const names = inputs.map((input) => this.nameOf(input));
    const outputs = this.graph.append(op, names, types, { ...options, label: this.label });
    return outputs.map((name, index) => {
      const { shape, dtype } = types[index] as ValueType;
      return { shape: [...shape], dtype, name, origin: this.kernel };
    });
  }

  /** `symbolic`, or the single number that stands for it where the operation repeats it over `shape` anyway, since `other` is written out in that shape. */
  repeatable(symbolic: Symbolic, other: Symbolic, shape: readonly number[]): Symbolic {
    const isWrittenOut = other.uniform === undefined && sameShape(other.shape, shape);
    if (symbolic.uniform === undefined || !isWrittenOut) return symbolic;
    return this.scalar(symbolic.uniform, symbolic.dtype);
  }

  /** The graph value that holds `symbolic`; known numbers become part of the graph here. */
  nameOf(symbolic: Symbolic): string {
    const name = symbolic.name ?? this.written.get(symbolic) ?? this.write(symbolic);
    this.written.set(symbolic, name);
    return name;
  }

  private write(symbolic: Symbolic): string {
    const { shape, dtype, uniform, values } = symbolic;
    if (uniform === undefined) return this.graph.constant(dtype, shape, values as ArrayLike<number>);
    const count = elementCount(shape);
    if (count <= WRITTEN_OUT_LIMIT) return this.graph.constant(dtype, shape, new Array<number>(count).fill(uniform));
    const single = this.graph.constant(dtype, [], [uniform]);
    const sizes = this.graph.constant('int64', [shape.length], shape);
    return this.graph.append('Expand', [single, sizes], [symbolic], { label: this.label })[0] as string;
  }
}

function allEqual(values: ArrayLike<number>): boolean {
  const first = values[0];
  for (let index = 1; index < values.length; index++) {
    if (!Object.is(values[index], first)) return false;
  }
  return true;
}
