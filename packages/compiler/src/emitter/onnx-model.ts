/* ONNX's ModelProto (onnx/onnx.proto, IR version 10); numbers are its field numbers. */
import type { AttributeValue, Graph, GraphBody, GraphConstant, GraphNode, NamedValue } from '../recorder/graph.js';
import { typeCodes } from '../recorder/kernels/cast.js';
import { ProtobufWriter } from './protobuf-writer.js';

const IR_VERSION = 10;
const OPERATOR_SETS = { '': 21, 'com.microsoft': 1 };
const attributeTypes = { float: 1, integer: 2, text: 3, body: 5, integers: 7 } as const;

/** Shapes with names where sizes may vary, by the names of inputs and outputs. */
export type NamedShapes = ReadonlyMap<string, readonly (number | string)[]>;

/**
 * `graph` as the bytes of an .onnx file.
 *
 * @param shapes of inputs and outputs whose sizes vary; the others have those of the graph
 */
export function onnxModel(graph: Graph, name: string, shapes: NamedShapes = new Map()): Uint8Array {
  const numbers = graph.constants.reduce((sum, { data }) => sum + data.byteLength, 0);
  const writer = new ProtobufWriter(Math.ceil(1.01 * numbers) + 500 * graph.nodes.length);
  writer.integer(1, IR_VERSION);
  writer.bytes(2, 'electra-ts');
  const varied = (value: NamedValue) => ({ ...value, shape: shapes.get(value.name) ?? value.shape });
  const { nodes, constants, inputs, outputs } = graph;
  writer.message(7, (w) => writeGraph(w, { nodes, constants, inputs: inputs.map(varied), outputs: outputs.map(varied) }, name));
  for (const [domain, version] of Object.entries(OPERATOR_SETS)) {
    if (domain !== '' && !usesDomain(nodes, domain)) continue;
    writer.message(8, (w) => {
      w.bytes(1, domain);
      w.integer(2, version);
    });
  }
  return writer.finish();
}

function usesDomain(nodes: readonly GraphNode[], domain: string): boolean {
  return nodes.some((node) => {
    const bodies = Object.values(node.attributes).flatMap((value) => (typeof value === 'object' && 'body' in value ? [value.body] : []));
    return node.domain === domain || bodies.some((body) => usesDomain(body.nodes, domain));
  });
}

interface BorderValue extends Omit<NamedValue, 'shape'> {
  readonly shape: readonly (number | string)[];
}

interface WrittenGraph extends Pick<GraphBody, 'nodes' | 'constants'> {
  readonly inputs: readonly BorderValue[];
  readonly outputs: readonly BorderValue[];
}

function writeGraph(writer: ProtobufWriter, { nodes, constants, inputs, outputs }: WrittenGraph, name: string): void {
  for (const node of nodes) writer.message(1, (w) => writeNode(w, node));
  writer.bytes(2, name);
  for (const constant of constants) writer.message(5, (w) => writeConstant(w, constant));
  for (const input of inputs) writer.message(11, (w) => writeValue(w, input));
  for (const output of outputs) writer.message(12, (w) => writeValue(w, output));
}

function writeNode(writer: ProtobufWriter, node: GraphNode): void {
  for (const input of node.inputs) writer.bytes(1, input);
  for (const output of node.outputs) writer.bytes(2, output);
  writer.bytes(3, node.name);
  writer.bytes(4, node.op);
  for (const [name, value] of Object.entries(node.attributes)) writer.message(5, (w) => writeAttribute(w, name, value));
  if (node.domain !== '') writer.bytes(7, node.domain);
}

function writeAttribute(writer: ProtobufWriter, name: string, value: AttributeValue): void {
  writer.bytes(1, name);
  if (typeof value === 'number') {
    writer.integer(3, value);
    writer.integer(20, attributeTypes.integer);
  } else if (typeof value === 'string') {
    writer.bytes(4, value);
    writer.integer(20, attributeTypes.text);
  } else if ('float' in value) {
    writer.float(2, value.float);
    writer.integer(20, attributeTypes.float);
  } else if ('body' in value) {
    writer.message(6, (w) => writeGraph(w, value.body, name));
    writer.integer(20, attributeTypes.body);
  } else {
    for (const item of value) writer.integer(8, item);
    writer.integer(20, attributeTypes.integers);
  }
}

function writeConstant(writer: ProtobufWriter, { name, dtype, shape, data }: GraphConstant): void {
  for (const axis of shape) writer.integer(1, axis);
  writer.integer(2, typeCodes[dtype]);
  writer.bytes(8, name);
  writer.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue(writer: ProtobufWriter, { name, dtype, shape }: BorderValue): void {
  writer.bytes(1, name);
  writer.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, typeCodes[dtype]);
      tensor.message(2, (dimensions) => {
        for (const axis of shape) dimensions.message(1, (w) => (typeof axis === 'number' ? w.integer(1, axis) : w.bytes(2, axis)));
      });
    }),
  );
}
