import { type Graph, type GraphNode, plainNode } from '../../recorder/graph.js';
import { productOperations } from '../../recorder/kernels/matrix.js';

/** TensorProto.DataType of onnx.proto. */
const [FLOAT, BFLOAT16] = [1, 16];

/**
 * Lets matrix products read bfloat16: a cast of each operand (one for each value, however many read it), and a cast of the result
 * back to float32. Everything else, biases included, stays float32, and so do parameters and moments: what torch.autocast
 * does. The products' own sums are float32 inside.
 */
export function castProducts(graph: Graph): void {
  const casts = new Map<string, string>();
  const nodes: GraphNode[] = [];
  const castOf = (value: string): string => {
    const known = casts.get(value);
    if (known !== undefined) return known;
    // In front: no value of a recording begins so, whatever its user calls inputs and variables.
    const name = `bfloat16.${value}`;
    casts.set(value, name);
    nodes.push(plainNode(name, 'Cast', [value], name, { to: BFLOAT16 }));
    return name;
  };
  for (const product of graph.nodes) {
    if (!productOperations.has(product.op)) {
      nodes.push(product);
      continue;
    }
    const [output] = product.outputs as [string];
    const narrow = `bfloat16.product.${output}`;
    nodes.push({ ...product, inputs: product.inputs.map(castOf), outputs: [narrow] });
    nodes.push(plainNode(`${product.name}_widened`, 'Cast', [narrow], output, { to: FLOAT }));
  }
  graph.nodes = nodes;
}
