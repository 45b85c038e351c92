import { Graph } from '../../recorder/graph.js';
import { ONE, computeMatrices } from './compute-matrices.js';

const matrix = { shape: [2, 2], dtype: 'float32' } as const;

describe('computeMatrices', () => {
  let graph: Graph;
  let constant: string;
  beforeEach(() => {
    graph = new Graph();
    graph.addInput('x', matrix);
    constant = graph.constant('float32', [2, 2], [1, 2, 3, 4]);
  });
  const append = (op: string, inputs: string[], attributes = {}) => graph.append(op, inputs, [matrix], { attributes })[0] as string;
  const written = () => graph.nodes.map(({ op, inputs, outputs }) => `${outputs[0]} = ${op}(${inputs})`);

  it('multiplies a constant that products read both ways by an input', () => {
    for (const transB of [0, 1]) append('Gemm', ['x', constant], { transB });
    append('Neg', [constant]);
    expect(computeMatrices(graph)).toBe(1);
    const computed = `${constant}_computed`;
    expect(written()).toEqual([
      `${computed} = Mul(${constant},${ONE})`,
      `Gemm_1 = Gemm(x,${computed})`,
      `Gemm_2 = Gemm(x,${computed})`,
      `Neg_3 = Neg(${constant})`,
    ]);
    expect(graph.typeOf(computed)).toEqual(matrix);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x', ONE]);
  });

  it('multiplies what is made of constants alone, where it is made', () => {
    const exponential = append('Exp', [append('Neg', [constant])]);
    append('MatMul', [exponential, 'x']);
    append('MatMul', [exponential, exponential]);
    expect(computeMatrices(graph)).toBe(1);
    expect(written().slice(1)).toEqual([
      'Exp_2 = Exp(Neg_1)',
      `Exp_2_computed = Mul(Exp_2,${ONE})`,
      'MatMul_3 = MatMul(Exp_2_computed,x)',
      'MatMul_4 = MatMul(Exp_2_computed,Exp_2_computed)',
    ]);
  });

  it('leaves constants that are read one way, and what depends on an input', () => {
    append('Gemm', ['x', constant], { transB: 1 });
    append('Gemm', [constant, 'x'], { transA: 1 });
    append('Gemm', ['x', append('Add', ['x', constant])]);
    const before = written();
    expect(computeMatrices(graph)).toBe(0);
    expect(written()).toEqual(before);
    expect(graph.inputs).toHaveLength(1);
  });
});
