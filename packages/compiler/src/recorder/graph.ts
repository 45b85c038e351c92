import type { GraphDType, ValueType } from './symbolic.js';
import { elementCount } from '../host-tensor.js';
import { Readiness } from './readiness.js';

/** What a node that contains others, such as Scan, runs. Its names have to differ from those of the graph around it. */
export interface GraphBody {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
  readonly inputs: readonly NamedValue[];
  readonly outputs: readonly NamedValue[];
}

/** An attribute of a node. Plain numbers are integers; `{ float }` marks a floating-point one. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly body: GraphBody };
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One operation. The vocabulary of `op` is ONNX's operator set (`domain` '') and `com.microsoft`. */
export interface GraphNode {
  name: string;
  op: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Attributes;
}

/** A named value at the border of the graph. */
export interface NamedValue extends ValueType {
  readonly name: string;
}

/** Numbers that are part of the graph. */
export interface GraphConstant extends NamedValue {
  readonly data: Float32Array | Int32Array | Uint8Array | BigInt64Array;
}

const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;
const SHARED_CONSTANT_LIMIT = 64;

/** A graph under construction: identical nodes and equal small constants are recorded once. */
export class Graph {
  nodes: GraphNode[] = [];
  constants: GraphConstant[] = [];
  inputs: NamedValue[] = [];
  readonly outputs: NamedValue[] = [];
  private readonly types = new Map<string, ValueType>();
  private readonly makers = new Map<string, GraphNode>();
  private readonly known = new Map<string, string[]>();
  private readonly sharedConstants = new Map<string, string>();
  /** When each value can be computed. */
  readonly readiness = new Readiness();
  private counter = 0;

  /** @param prefix In front of every name that the graph chooses. */
  constructor(private readonly prefix = '') {}

  /** Declares a value that the caller provides at every run. */
  addInput(name: string, type: ValueType): void {
    const { shape, dtype } = type;
    this.inputs.push({ name, shape, dtype });
    this.types.set(name, { shape, dtype });
  }

  /** Declares that `value` is a result of the graph, called `name`. */
  addOutput(name: string, value: string): void {
    const type = this.typeOf(value);
    this.nodes.push(plainNode(name, 'Identity', [value], name));
    this.outputs.push({ ...type, name });
    this.types.set(name, type);
  }

  /** The name of a constant holding `values`. */
  constant(dtype: GraphDType, shape: readonly number[], values: ArrayLike<number>): string {
    const key =
      values.length <= SHARED_CONSTANT_LIMIT ? `${dtype}[${shape}]=${Array.from(values, describeNumber)}` : undefined;
    const shared = key === undefined ? undefined : this.sharedConstants.get(key);
    if (shared !== undefined) return shared;
    const name = this.freshName('constant');
    this.constants.push({ name, dtype, shape, data: constantData(dtype, values) });
    this.types.set(name, { dtype, shape });
    if (key !== undefined) this.sharedConstants.set(key, name);
    return name;
  }

  /** The constants as they are now, by their names. */
  constantsByName(): ReadonlyMap<string, GraphConstant> {
    return new Map(this.constants.map((constant) => [constant.name, constant]));
  }

  /** Drops the constants that are not needed, so that nothing finds them again either. */
  keepConstants(isNeeded: (name: string) => boolean): void {
    this.constants = this.constants.filter(({ name }) => isNeeded(name));
    for (const [key, name] of this.sharedConstants) if (!isNeeded(name)) this.sharedConstants.delete(key);
  }

  /**
   * Appends a node, or finds the identical one recorded before.
   *
   * @param label path in front of the node's name, such as 'forward/layer.0'
   * @returns the names of its outputs
   */
  append(
    op: string,
    inputs: readonly string[],
    outputTypes: readonly ValueType[],
    options: { attributes?: Attributes; domain?: string; label?: string } = {},
  ): string[] {
    const { attributes = {}, domain = '', label = '' } = options;
    const outputKey = outputTypes.map((type) => `${type.dtype}[${type.shape}]`);
    const key = `${domain}:${op}(${inputs})${JSON.stringify(attributes)}${outputKey}`;
    const identical = this.known.get(key);
    if (identical !== undefined) return identical;
    const outputs = outputTypes.map(() => this.freshName(op));
    const name = label === '' ? (outputs[0] as string) : `${label}/${outputs[0]}`;
    const node: GraphNode = { name, op, domain, inputs: [...inputs], outputs, attributes };
    this.nodes.push(node);
    this.readiness.add(node);
    outputs.forEach((output, index) => {
      const { shape, dtype } = outputTypes[index] as ValueType;
      this.types.set(output, { shape, dtype });
      this.makers.set(output, node);
    });
    this.known.set(key, outputs);
    return outputs;
  }

  /** The node that makes `value`, undefined for inputs and constants. */
  makerOf(value: string): GraphNode | undefined {
    return this.makers.get(value);
  }

  /** Makes the type of a value known that the emitter adds. */
  declare(value: string, { shape, dtype }: ValueType): void {
    this.types.set(value, { shape, dtype });
  }

  /** Shape and element type of a value. */
  typeOf(value: string): ValueType {
    const type = this.types.get(value);
    if (type === undefined) throw new Error(`graph: there is no value called '${value}'.`);
    return type;
  }

  private freshName(stem: string): string {
    return `${this.prefix}${stem}_${this.counter++}`;
  }
}

/** A node of one of ONNX's own operations that makes one value. */
export function plainNode(name: string, op: string, inputs: string[], output: string, attributes: Attributes = {}): GraphNode {
  return { name, op, domain: '', inputs, outputs: [output], attributes };
}

/** Like String, but tells -0 from 0. */
function describeNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function constantData(dtype: GraphDType, values: ArrayLike<number>): GraphConstant['data'] {
  if (dtype === 'int64') return BigInt64Array.from(Array.from(values), BigInt);
  const ArrayType = arrayTypes[dtype];
  return values instanceof ArrayType ? values : ArrayType.from(values);
}

/** Bytes that the numbers of `type` take. */
export function byteLength(type: ValueType): number {
  return elementCount(type.shape) * { float32: 4, int32: 4, bool: 1, int64: 8 }[type.dtype];
}
