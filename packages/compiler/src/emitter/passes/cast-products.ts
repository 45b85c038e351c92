import type { AttributeValue, Graph, GraphNode } from '../../recorder/graph.js';

/** TensorProto.DataType of onnx.proto. */
const [FLOAT, BFLOAT16] = [1, 16];
const products = new Set(['Gemm', 'MatMul', 'FusedMatMul']);

/**
 * Lets matrix products read bfloat16: a cast of each operand (one for each value, however many read it), and a cast of the result
 * back to float32. Everything else, the sum with a bias included, stays float32, and so do parameters and moments: what torch.autocast
 * does. The products' own sums are float32 inside.
 */
export function castProducts(graph: Graph): void {
  const casts = new Map<string, string>();
  const nodes: GraphNode[] = [];
  const castOf = (value: string): string => {
    const known = casts.get(value);
    if (known !== undefined) return known;
    const name = `${value}_bfloat16`;
    casts.set(value, name);
    nodes.push(node(name, 'Cast', [value], name, { to: BFLOAT16 }));
    return name;
  };
  for (const product of graph.nodes) {
    if (!products.has(product.op) || !hasPlainBias(product)) {
      nodes.push(product);
      continue;
    }
    const [a, b, bias] = product.inputs as [string, string, string | undefined];
    const [output] = product.outputs as [string];
    const [narrow, wide] = [`${output}_bfloat16_product`, bias === undefined ? output : `${output}_product`];
    nodes.push({ ...product, inputs: [castOf(a), castOf(b)], outputs: [narrow] });
    nodes.push(node(`${product.name}_widened`, 'Cast', [narrow], wide, { to: FLOAT }));
    if (bias !== undefined) nodes.push(node(`${product.name}_biased`, 'Add', [wide, bias], output, {}));
  }
  graph.nodes = nodes;
}

/** Whether a bias, if there is one, is added as it is. */
function hasPlainBias({ inputs, attributes }: GraphNode): boolean {
  const beta = attributes['beta'] as { readonly float: number } | undefined;
  return inputs.length < 3 || beta === undefined || beta.float === 1;
}

const node = (name: string, op: string, inputs: string[], output: string, attributes: Record<string, AttributeValue>): GraphNode => ({
  name,
  op,
  domain: '',
  inputs,
  outputs: [output],
  attributes,
});
