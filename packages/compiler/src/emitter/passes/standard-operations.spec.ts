import { Graph } from '../../recorder/graph.js';
import { standardOperations } from './standard-operations.js';

const type = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

describe('standardOperations', () => {
  let graph: Graph;
  beforeEach(() => {
    graph = new Graph();
    graph.addInput('x', type(2, 3, 4));
    graph.addInput('y', type(2, 3, 4));
  });
  const written = () => graph.nodes.map(({ op, domain, inputs, outputs, attributes }) => [`${outputs[0]} = ${domain}${op}(${inputs})`, attributes['perm']]);

  it('transposes, multiplies and scales where a product did all three', () => {
    const attributes = { transA: 0, transB: 1, alpha: { float: 0.125 } };
    graph.append('FusedMatMul', ['x', 'y'], [type(2, 3, 3)], { attributes, domain: 'com.microsoft' });
    expect(standardOperations(graph)).toBe(1);
    expect(written()).toEqual([
      ['FusedMatMul_0_b = Transpose(y)', [0, 2, 1]],
      ['FusedMatMul_0_product = MatMul(x,FusedMatMul_0_b)', undefined],
      ['FusedMatMul_0 = Mul(FusedMatMul_0_product,constant_1)', undefined],
    ]);
    expect([...(graph.constants[0]?.data ?? [])]).toEqual([0.125]);
  });

  it('leaves out a factor of 1, and takes the GELU of the standard', () => {
    graph.append('FusedMatMul', ['x', 'y'], [type(2, 4, 4)], { attributes: { transA: 1, transB: 0, alpha: { float: 1 } }, domain: 'com.microsoft' });
    graph.append('Gelu', ['x'], [type(2, 3, 4)], { domain: 'com.microsoft' });
    graph.append('Neg', ['x'], [type(2, 3, 4)]);
    expect(standardOperations(graph)).toBe(2);
    expect(written().map(([line]) => line)).toEqual(['FusedMatMul_0_a = Transpose(x)', 'FusedMatMul_0 = MatMul(FusedMatMul_0_a,y)', 'Gelu_1 = Gelu(x)', 'Neg_2 = Neg(x)']);
  });

  it('names what it does not know', () => {
    graph.append('CDist', ['x', 'y'], [type(2)], { domain: 'com.microsoft' });
    expect(() => standardOperations(graph)).toThrow(/com\.microsoft\.CDist \(CDist_0\)/);
  });
});
