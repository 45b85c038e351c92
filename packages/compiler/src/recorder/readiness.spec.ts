import { Graph } from './graph.js';

const scalar = { shape: [], dtype: 'float32' } as const;

describe('Readiness', () => {
  const graph = new Graph();
  graph.addInput('x', scalar);
  const node = (label: string, op: string, ...inputs: string[]) => graph.append(
    op,
    inputs,
    [scalar],
    { label },
  )[0] as string;
  // Two networks, the second on the results of the first; two layers each; gradients come last layer first.
  const generator = node('forward', 'Exp', node('forward', 'Log', 'x'));
  const discriminator = node('forward', 'Sin', node('forward', 'Cos', generator));
  const [d2] = [node('backward', 'Sqrt', discriminator)];
  const d1 = node('backward', 'Abs', d2);
  const g2 = node('backward', 'Sqrt', generator);
  const g1 = node('backward', 'Abs', g2);
  const [norm1, norm2] = [d1, d2].map((gradient) => node('update', 'Neg', gradient)) as [string, string];
  const [early1, early2] = [g1, g2].map((gradient) => node('update', 'Neg', gradient)) as [string, string];

  it('puts the network whose loss is known first before the other, and last layers before first ones', () => {
    const order = [norm1, early1, norm2, early2].sort((a, b) => graph.readiness.compare(a, b));
    expect(order).toEqual([early2, early1, norm2, norm1]);
  });

  it('puts what waits for nothing first', () => {
    expect(graph.readiness.compare('x', early2)).toBeLessThan(0);
    expect(graph.readiness.compare(undefined, 'x')).toBe(0);
  });
});
