import { Graph } from '../../recorder/graph.js';
import { castProducts } from './cast-products.js';

const matrix = { shape: [2, 2], dtype: 'float32' } as const;

describe('castProducts', () => {
  let graph: Graph;
  const ops = () => graph.nodes.map(({ op, inputs, outputs }) => `${outputs} = ${op}(${inputs})`);
  beforeEach(() => {
    graph = new Graph();
    for (const name of ['a', 'b', 'bias']) graph.addInput(name, matrix);
  });

  it('casts each operand once and the result back', () => {
    const [first] = graph.append('MatMul', ['a', 'b'], [matrix]) as [string];
    const [second] = graph.append('FusedMatMul', [first, 'b'], [matrix], { domain: 'com.microsoft', attributes: { transB: 1 } }) as [string];
    castProducts(graph);
    expect(ops()).toEqual([
      'bfloat16.a = Cast(a)',
      'bfloat16.b = Cast(b)',
      `bfloat16.product.${first} = MatMul(bfloat16.a,bfloat16.b)`,
      `${first} = Cast(bfloat16.product.${first})`,
      `bfloat16.${first} = Cast(${first})`,
      `bfloat16.product.${second} = FusedMatMul(bfloat16.${first},bfloat16.b)`,
      `${second} = Cast(bfloat16.product.${second})`,
    ]);
    expect(graph.nodes.map(({ attributes }) => attributes)).toEqual([{ to: 16 }, { to: 16 }, {}, { to: 1 }, { to: 16 }, { transB: 1 }, { to: 1 }]);
  });

  it('leaves everything else alone', () => {
    const [product] = graph.append('Gemm', ['a', 'b'], [matrix]) as [string];
    const [sum] = graph.append('Add', [product, 'bias'], [matrix]) as [string];
    castProducts(graph);
    expect(ops().slice(3)).toEqual([`${product} = Cast(bfloat16.product.${product})`, `${sum} = Add(${product},bias)`]);
  });
});
