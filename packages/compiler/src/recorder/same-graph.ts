import type { Graph, GraphNode } from './graph.js';
import type { Symbolic } from './symbolic.js';
import type { KernelCall } from './trace-backend.js';

/** True when both graphs have the same nodes and the same numbers. */
export function sameGraph(a: Graph, b: Graph): boolean {
  if (a.nodes.length !== b.nodes.length || a.constants.length !== b.constants.length) return false;
  const sameNodes = a.nodes.every((node, index) => sameNode(node, b.nodes[index] as GraphNode));
  return (
    sameNodes &&
    a.constants.every(({ dtype, shape, data }, index) => {
      const other = b.constants[index] as (typeof b.constants)[number];
      return dtype === other.dtype && String(shape) === String(other.shape) && sameBytes(data, other.data);
    })
  );
}

function sameNode(a: GraphNode, b: GraphNode): boolean {
  return (
    a.name === b.name &&
    a.op === b.op &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every((input, index) => input === b.inputs[index]) &&
    JSON.stringify(a.attributes) === JSON.stringify(b.attributes)
  );
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Where two recordings of the same step part: the first kernel call with another kernel, shape or number. */
export function describeDifference(first: readonly KernelCall[], second: readonly KernelCall[]): string {
  for (const [index, call] of first.entries()) {
    const other = second[index];
    if (other === undefined || other.kernel !== call.kernel) {
      return `${call.kernel}${call.location} is called in one call and ${other?.kernel ?? 'nothing'} in the other`;
    }
    const differing = Object.keys(call.inputs).find(
      (name) => fingerprint(call.inputs[name]) !== fingerprint(other.inputs[name]),
    );
    if (differing !== undefined) return `operand '${differing}' of ${call.kernel}${call.location} differs`;
    if (JSON.stringify(call.attributes) !== JSON.stringify(other.attributes)) {
      return `the attributes of ${call.kernel}${call.location} differ`;
    }
  }
  return 'its results differ';
}

function fingerprint(symbolic: Symbolic | undefined): string {
  if (symbolic === undefined) return 'none';
  const { shape, dtype, name, uniform, values } = symbolic;
  return `${dtype}[${shape}] ${name ?? uniform ?? Array.from(values ?? [])}`;
}
