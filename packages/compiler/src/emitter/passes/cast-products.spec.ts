import { Graph } from '../../recorder/graph.js';
import { castProducts } from './cast-products.js';
import { ONE } from './compute-matrices.js';
import { removeDeadCode } from './remove-dead-code.js';

const square = { shape: [2, 2], dtype: 'float32' } as const;

describe('castProducts', () => {
  let graph: Graph;
  const ops = () => graph.nodes.map(({ op, inputs, outputs }) => `${outputs} = ${op}(${inputs})`);
  const append = (...[op, inputs, type, options]: [string, string[], { shape: readonly number[]; dtype: 'float32' }, Parameters<Graph['append']>[3]?]) =>
    graph.append(op, inputs, [type], options)[0] as string;
  /** Runs the pass for a graph that gives these values. */
  const cast = (...outputs: string[]) => {
    for (const name of outputs) graph.outputs.push({ ...graph.typeOf(name), name });
    castProducts(graph);
    removeDeadCode(graph);
    return ops();
  };

  beforeEach(() => {
    graph = new Graph();
    for (const name of ['a', 'b', 'bias']) graph.addInput(name, name === 'bias' ? { shape: [2], dtype: 'float32' } : square);
  });

  it('casts each operand once and the result back, and lets a product that reads another have its bfloat16', () => {
    const first = append('MatMul', ['a', 'b'], square);
    const second = append('FusedMatMul', [first, 'b'], square, { domain: 'com.microsoft', attributes: { transA: 0, transB: 0, alpha: { float: 0.5 } } });
    expect(cast(first, second)).toEqual([
      'bfloat16.a = Cast(a)',
      'bfloat16.b = Cast(b)',
      `bfloat16.${first} = MatMul(bfloat16.a,bfloat16.b)`,
      `${first} = Cast(bfloat16.${first})`,
      `bfloat16.${second} = FusedMatMul(bfloat16.${first},bfloat16.b)`,
      `${second} = Cast(bfloat16.${second})`,
    ]);
    expect(graph.nodes.map(({ attributes }) => attributes)).toEqual([{ to: 16 }, { to: 16 }, {}, { to: 1 }, { transA: 0, transB: 0, alpha: { float: 0.5 } }, { to: 1 }]);
  });

  it('turns operands in nodes of their own, where there is nothing to multiply with', () => {
    graph.addInput('heads', { shape: [3, 2, 4], dtype: 'float32' });
    const product = append('FusedMatMul', ['heads', 'heads'], { shape: [3, 4, 4], dtype: 'float32' }, { attributes: { transA: 1, transB: 0, alpha: { float: 1 } } });
    const weights = append('Gemm', ['a', 'b'], square, { attributes: { transA: 0, transB: 1 } });
    expect(cast(product, weights).filter((node) => !node.includes('Cast'))).toEqual([
      `bfloat16.turned0.${product} = Transpose(bfloat16.heads)`,
      `bfloat16.${product} = MatMul(bfloat16.turned0.${product},bfloat16.heads)`,
      `bfloat16.turned1.${weights} = Transpose(bfloat16.b)`,
      `bfloat16.${weights} = MatMul(bfloat16.a,bfloat16.turned1.${weights})`,
    ]);
    expect(graph.nodes.filter(({ op }) => op === 'Transpose').map(({ attributes }) => attributes)).toEqual([{ perm: [0, 2, 1] }, { perm: [1, 0] }]);
  });

  it('leaves everything else alone, and products that give one row or column', () => {
    const product = append('Gemm', ['a', 'b'], square);
    const sum = append('Add', [product, 'bias'], square);
    graph.addInput('column', { shape: [2, 1], dtype: 'float32' });
    const sums = append('Gemm', [sum, 'column'], { shape: [2, 1], dtype: 'float32' });
    expect(cast(sums).slice(3)).toEqual([`${product} = Cast(bfloat16.${product})`, `${sum} = Add(${product},bias)`, `${sums} = Gemm(${sum},column)`]);
  });

  it('leaves tables: products of a column and a row, and of constants', () => {
    graph.addInput('column', { shape: [2, 1], dtype: 'float32' });
    graph.addInput(ONE, { shape: [], dtype: 'float32' });
    const constant = graph.constant('float32', [2, 2], [1, 2, 3, 4]);
    const outer = append('Gemm', ['column', 'column'], square, { attributes: { transA: 0, transB: 1 } });
    const table = append('Gemm', [constant, append('Mul', [constant, ONE], square)], square);
    const read = append('Gemm', ['a', table], square);
    expect(cast(outer, read).filter((node) => node.includes('Gemm('))).toEqual([`${outer} = Gemm(column,column)`, expect.stringMatching(`^${table} = Gemm\\(${constant},Mul_`)]);
    expect(ops().at(-1)).toBe(`${read} = Cast(bfloat16.${read})`);
  });

  it('moves in bfloat16 what is moved between products', () => {
    const first = append('MatMul', ['a', 'b'], square);
    const turned = append('Transpose', [first], square, { attributes: { perm: [1, 0] } });
    const second = append('MatMul', [turned, 'b'], square);
    const sum = append('Add', [turned, 'bias'], square);
    expect(cast(second, sum).slice(3)).toEqual([
      `bfloat16.${turned} = Transpose(bfloat16.${first})`,
      `${turned} = Cast(bfloat16.${turned})`,
      `bfloat16.${second} = MatMul(bfloat16.${turned},bfloat16.b)`,
      `${second} = Cast(bfloat16.${second})`,
      `${sum} = Add(${turned},bias)`,
    ]);
  });

  it('casts before a move what only products read, and before any new shape', () => {
    const sum = append('Add', ['a', 'bias'], square);
    const turned = append('Transpose', [sum], square, { attributes: { perm: [1, 0] } });
    const long = append('Reshape', [sum, graph.constant('int64', [2], [1, 4])], { shape: [1, 4], dtype: 'float32' });
    graph.addInput('wide', { shape: [4, 2], dtype: 'float32' });
    const moved = append('MatMul', [turned, 'b'], square);
    const wide = append('MatMul', ['wide', long], { shape: [4, 4], dtype: 'float32' });
    const nodes = cast(moved, wide, long);
    expect(nodes).toContain(`bfloat16.${turned} = Transpose(bfloat16.${sum})`);
    expect(nodes.filter((node) => node.includes('Cast(')).filter((node) => node.includes(sum))).toEqual([`bfloat16.${sum} = Cast(${sum})`]);
    expect(nodes).not.toContain(`${turned} = Transpose(${sum})`);
    expect(nodes.filter((node) => node.startsWith(`bfloat16.${long} = Reshape(bfloat16.${sum}`))).toHaveLength(1);
  });

  it('moves in float32 what others than products read too', () => {
    const sum = append('Add', ['a', 'bias'], square);
    const turned = append('Transpose', [sum], square, { attributes: { perm: [1, 0] } });
    const product = append('MatMul', [turned, 'b'], square);
    expect(cast(product, turned)).toContain(`bfloat16.${turned} = Cast(${turned})`);
  });

  it('has products read the first bfloat16 of dropout that is computed again, whose operands change places', () => {
    const [first, again] = ['first', 'again'].map((output) => {
      graph.declare(output, square);
      graph.nodes.push({ name: output, op: 'Mul', domain: '', inputs: ['a', 'b'], outputs: [output], attributes: {} });
      return output;
    }) as [string, string];
    const [forward, backward] = [append('MatMul', [first, 'a'], square), append('MatMul', ['a', again], square)];
    const root = append('Sqrt', [again], square);
    expect(cast(forward, backward, root).filter((node) => !node.includes('Cast'))).toEqual([
      'first = Mul(a,b)',
      'again = Mul(b,a)',
      `bfloat16.${forward} = MatMul(bfloat16.first,bfloat16.a)`,
      `bfloat16.${backward} = MatMul(bfloat16.a,bfloat16.first)`,
      `${root} = Sqrt(again)`,
    ]);
  });

  it('takes no other product for that, whatever its operands are called', () => {
    for (const name of ['b c', 'a b', 'c']) graph.addInput(name, square);
    const multiplied = [append('Mul', ['a', 'b c'], square), append('Mul', ['a b', 'c'], square)];
    const products = multiplied.map((value) => append('MatMul', [value, 'a'], square));
    const nodes = cast(...products);
    for (const value of multiplied) expect(nodes).toContain(`bfloat16.${value} = Cast(${value})`);
  });
});
