import { Graph } from '../../recorder/graph.js';
import { recomputeDropout } from './recompute-dropout.js';

const vector = { shape: [3], dtype: 'float32' } as const;

/** probs = Softmax(x); dropped = probs * noise, read forward and backward. */
const attention = (backwardReadsProbs: boolean): Graph => {
  const graph = new Graph();
  for (const name of ['x', 'noise', 'dy']) graph.addInput(name, vector);
  const node = (label: string, op: string, ...inputs: string[]) => graph.append(
    op,
    inputs,
    [vector],
    { label },
  )[0] as string;
  const probs = node('forward', 'Softmax', 'x');
  const dropped = node('forward/layer.0', 'Mul', probs, 'noise');
  node('forward', 'Exp', dropped);
  node('backward', 'Mul', dropped, 'dy');
  node('backward', 'Sub', dropped, backwardReadsProbs ? probs : 'dy');
  return graph;
};

describe('recomputeDropout', () => {
  it('computes the product again for the backward part, before its first reader there', () => {
    const graph = attention(true);
    expect(recomputeDropout(graph)).toBe(1);
    expect(graph.nodes.map(({ name, op, inputs, outputs }) => `${name}: ${outputs} = ${op}(${inputs})`)).toEqual([
      'forward/Softmax_0: Softmax_0 = Softmax(x)',
      'forward/layer.0/Mul_1: Mul_1 = Mul(Softmax_0,noise)',
      'forward/Exp_2: Exp_2 = Exp(Mul_1)',
      'backward/layer.0/Mul_1_again: Mul_1_again = Mul(Softmax_0,noise)',
      'backward/Mul_3: Mul_3 = Mul(Mul_1_again,dy)',
      'backward/Sub_4: Sub_4 = Sub(Mul_1_again,Softmax_0)',
    ]);
    expect(graph.typeOf('Mul_1_again')).toEqual(vector);
  });

  it('keeps the product where its operand would have to be kept instead', () => {
    const graph = attention(false);
    expect(recomputeDropout(graph)).toBe(0);
    expect(graph.nodes).toHaveLength(5);
  });
});
