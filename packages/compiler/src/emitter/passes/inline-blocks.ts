import { type Graph, type GraphBody, type GraphNode, plainNode } from '../../recorder/graph.js';
import { productOperations } from '../../recorder/kernels/matrix.js';
import { sameShape } from '../../recorder/symbolic.js';
import { GraphUses } from './graph-uses.js';

/**
 * Replaces each loop over blocks (`inBlocks` of the recorder) by its operations on whole arrays. ONNX Runtime gains by
 * the loop; a compiler that joins element-wise operations by itself does better without. Arrays get the shape that they have outside, with an axis of 1 in front: in
 * quite the same, OpenVINO joins GELU with a part of its gradient, and keeps 8 % more of a step. A bias is added to a product again for the loop: what GELU's gradient reads
 * of the forward part is the product, which is there, and the sum need not be written.
 */
export function inlineBlocks(graph: Graph): void {
  let loops = 0;
  const uses = new GraphUses(graph);
  graph.nodes = graph.nodes.flatMap((node) => (node.op === 'Scan' ? inlined(graph, uses, node, `whole_${loops++}_`) : [node]));
}

function inlined(graph: Graph, uses: GraphUses, loop: GraphNode, prefix: string): GraphNode[] {
  const { body } = loop.attributes['body'] as { readonly body: GraphBody };
  const [output] = loop.outputs as [string];
  const [result] = body.outputs as [GraphBody['outputs'][number]];
  const wholes = wholeArrays(graph, uses, loop);
  const framed = wholes?.flatMap((whole, index) => framedInput(graph, uses, whole, `${prefix}${body.inputs[index]?.name}`));
  const names = new Map(body.inputs.map(({ name }, index) => [name, framed === undefined ? (loop.inputs[index] as string) : `${prefix}${name}`]));
  if (framed === undefined) names.set(result.name, output);
  for (const constant of body.constants) {
    const name = `${prefix}${constant.name}`;
    names.set(constant.name, name);
    graph.constants.push({ ...constant, name });
    graph.declare(name, constant);
  }
  const nameOf = (value: string) => names.get(value) ?? `${prefix}${value}`;
  const nodes = body.nodes.map((node) => ({
    ...node,
    name: `${prefix}${node.name}`,
    inputs: node.inputs.map(nameOf),
    outputs: node.outputs.map(nameOf),
  }));
  if (framed === undefined) return nodes;
  return [...framed, ...nodes, shaped(graph, nameOf(result.name), output, graph.typeOf(output).shape)];
}

/** What the loop's inputs are cut into rows from, where these are arrays of one shape. */
function wholeArrays(graph: Graph, uses: GraphUses, { inputs }: GraphNode): readonly string[] | undefined {
  const cuts = inputs.map((rows) => uses.makerOf(rows));
  const wholes = cuts.flatMap((cut) => (cut?.op === 'Reshape' ? [cut.inputs[0] as string] : []));
  const shapes = wholes.map((whole) => graph.typeOf(whole).shape);
  return wholes.length === inputs.length && shapes.every((shape) => sameShape(shape, shapes[0] as readonly number[])) ? wholes : undefined;
}

/** Nodes that give `whole` an axis in front, as `name`. */
function framedInput(graph: Graph, uses: GraphUses, whole: string, name: string): GraphNode[] {
  const type = graph.typeOf(whole);
  const shape = [1, ...type.shape];
  graph.declare(name, { ...type, shape });
  const sum = productAndBias(graph, uses, whole);
  if (sum === undefined) return [shaped(graph, whole, name, shape)];
  const product = `${name}_product`;
  graph.declare(product, { ...type, shape });
  return [shaped(graph, sum.product, product, shape), plainNode(name, 'Add', [product, sum.bias], name)];
}

function shaped(graph: Graph, value: string, name: string, shape: readonly number[]): GraphNode {
  return plainNode(name, 'Reshape', [value, graph.constant('int64', [shape.length], shape)], name);
}

/** What `value` is the sum of, where that is a matrix product of its shape and a bias along its last axis. */
function productAndBias(graph: Graph, uses: GraphUses, value: string): { readonly product: string; readonly bias: string } | undefined {
  const maker = uses.makerOf(value);
  if (maker?.op !== 'Add') return undefined;
  const [product, bias] = maker.inputs as [string, string];
  const isProduct = productOperations.has(uses.makerOf(product)?.op as string) && sameShape(graph.typeOf(product).shape, graph.typeOf(value).shape);
  return isProduct && graph.typeOf(bias).shape.length === 1 ? { product, bias } : undefined;
}
