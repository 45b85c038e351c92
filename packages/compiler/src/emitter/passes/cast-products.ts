import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';
import { typeCodes } from '../../recorder/kernels/cast.js';
import { productOperations, turnedAxes } from '../../recorder/kernels/matrix.js';
import { constantValues } from '../constant-values.js';
import { ONE } from './compute-matrices.js';
import { GraphUses } from './graph-uses.js';

/** Operations whose result has the elements of their first operand, each once: they commute with casts. */
const moves = new Set(['Reshape', 'Transpose']);

/**
 * Lets matrix products read bfloat16: a cast of each operand (one for each value, however many read it), and a cast of the result
 * back to float32. Everything else, biases included, stays float32, and so do parameters and moments: what torch.autocast
 * does. The products' own sums are float32 inside. Products that give one row or one column are weighted sums, such as layer norm's
 * gradient has, and those of a column and a row are tables: they stay float32 too, and would gain nothing. So do products of constants, such as a table of angles, which an engine
 * computes once.
 *
 * What is moved between two products, as attention's heads are, is moved in bfloat16, half as many bytes: casting it there and back would give the same to the bit.
 * Casts that nothing reads in the end are left to `removeDeadCode`.
 */
export function castProducts(graph: Graph): void {
  const known = constantValues(graph, ONE);
  const narrowing = new Narrowing(graph);
  for (const node of graph.nodes) {
    if (isProduct(graph, node) && !node.outputs.every((output) => known.has(output))) narrowing.addProduct(node);
    else narrowing.add(node);
  }
  graph.nodes = narrowing.nodes;
}

function isProduct(graph: Graph, { op, inputs, outputs, attributes }: GraphNode): boolean {
  if (!productOperations.has(op)) return false;
  const [rows, columns] = graph.typeOf(outputs[0] as string).shape.slice(-2) as [number, number];
  const inner = graph.typeOf(inputs[0] as string).shape.at(attributes['transA'] === 1 ? -2 : -1);
  return rows !== 1 && columns !== 1 && inner !== 1;
}

/** A graph's nodes with casts between them. */
class Narrowing {
  readonly nodes: GraphNode[] = [];
  /** The bfloat16 of float32 values. */
  private readonly narrow = new Map<string, string>();
  /** Values that are no more than their bfloat16: products, and what moves them. */
  private readonly exact = new Set<string>();
  /** Element-wise products, by their operands. */
  private readonly multiplied = new Map<string, string>();
  /** Values that are computed a second time, and their first. */
  private readonly twins = new Map<string, string>();
  private readonly uses: GraphUses;

  constructor(private readonly graph: Graph) {
    this.uses = new GraphUses(graph);
  }

  addProduct(product: GraphNode): void {
    const [output] = product.outputs as [string];
    const [a, b] = product.inputs.map((input) => this.narrowed(input)) as [string, string];
    const { transA, transB, alpha } = product.attributes as { transA?: number; transB?: number; alpha?: { readonly float: number } };
    const name = `bfloat16.${output}`;
    if ((alpha?.float ?? 1) !== 1) {
      this.widen({ ...product, inputs: [a, b], outputs: [name] }, output);
    } else {
      // OpenVINO writes an operand anew, multiplied by alpha, even where that is 1, unless it is a MatMul. That transposes by itself what a node before it turns.
      const operands = [transA === 1 ? this.turned(product, 0, a) : a, transB === 1 ? this.turned(product, 1, b) : b];
      this.widen(plainNode(product.name, 'MatMul', operands, name), output);
    }
  }

  add(node: GraphNode): void {
    const [source, ...others] = node.inputs as [string];
    const [output] = node.outputs as [string];
    if (moves.has(node.op) && this.exact.has(source)) {
      this.widen({ ...node, inputs: [this.narrowed(source), ...others], outputs: [`bfloat16.${output}`] }, output);
    } else {
      this.nodes.push(node.op === 'Mul' ? this.apart(node) : node);
    }
  }

  /**
   * Dropout that is computed again in the backward part (`recomputeDropout`): products there read the bfloat16 of the first time. Its operands change places, since OpenVINO
   * would make one of two nodes that are equal, and keep its float32 in between.
   */
  private apart(node: GraphNode): GraphNode {
    const [output] = node.outputs as [string];
    const key = JSON.stringify(node.inputs);
    const first = this.multiplied.get(key);
    if (first === undefined) {
      this.multiplied.set(key, output);
      return node;
    }
    this.twins.set(output, first);
    return { ...node, inputs: [...node.inputs].reverse() };
  }

  private turned(product: GraphNode, index: 0 | 1, operand: string): string {
    const rank = this.graph.typeOf(product.inputs[index] as string).shape.length;
    const name = `bfloat16.turned${index}.${product.outputs[0]}`;
    this.nodes.push(plainNode(name, 'Transpose', [operand], name, { perm: turnedAxes(rank) }));
    return name;
  }

  /** Adds a node that makes bfloat16, and the float32 of it. */
  private widen(node: GraphNode, output: string): void {
    const [narrow] = node.outputs as [string];
    this.narrow.set(output, narrow);
    this.exact.add(output);
    this.nodes.push(node, plainNode(`${node.name}_widened`, 'Cast', [narrow], output, { to: typeCodes.float32 }));
  }

  private narrowed(value: string): string {
    const known = this.narrow.get(value);
    if (known !== undefined) return known;
    const twin = this.twins.get(value);
    if (twin !== undefined) return this.narrowed(twin);
    // In front: no value of a recording begins so, whatever its user calls inputs and variables.
    const name = `bfloat16.${value}`;
    this.narrow.set(value, name);
    const maker = this.uses.makerOf(value);
    // A new shape costs nothing, so that the cast can stand where the value is made.
    if (maker !== undefined && (maker.op === 'Reshape' || (maker.op === 'Transpose' && this.isOnlyMultiplied(value)))) {
      const [source, ...others] = maker.inputs as [string];
      this.nodes.push({ ...maker, name, inputs: [this.narrowed(source), ...others], outputs: [name] });
    } else {
      this.nodes.push(plainNode(name, 'Cast', [value], name, { to: typeCodes.bfloat16 }));
    }
    return name;
  }

  /** Whether nothing but products reads a value, moved or not. */
  private isOnlyMultiplied(value: string): boolean {
    if (this.graph.outputs.some(({ name }) => name === value)) return false;
    return this.uses.readersOf(value).every((reader) => isProduct(this.graph, reader) || (moves.has(reader.op) && this.isOnlyMultiplied(reader.outputs[0] as string)));
  }
}
