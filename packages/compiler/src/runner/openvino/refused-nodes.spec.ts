import { refusedNodes } from './refused-nodes.js';

describe('refusedNodes', () => {
  const nodes = [{ name: 'forward/a', op: 'Gemm' }, ...Array.from({ length: 6 }, (_, i) => ({ name: `update/${i}`, op: 'Gelu' }))];
  const reason = (operations: string) => `OpenVINO cannot read the graph: -- No conversion rule found for operations: ${operations} To facilitate the conversion`;

  it('finds the nodes of the operations that OpenVINO names, five at most', () => {
    expect(refusedNodes(nodes, reason('Gemm-21'))).toBe("The graph's nodes with them: forward/a (Gemm).");
    expect(refusedNodes(nodes, reason('Gemm-21, com.microsoft.Gelu-1'))).toMatch(/forward\/a \(Gemm\), update\/0 \(Gelu\), .*update\/3 \(Gelu\) and 2 more\.$/);
  });

  it('says nothing about other failures', () => {
    expect(refusedNodes(nodes, 'OpenVINO cannot compile the graph: Gemm')).toBe('');
    expect(refusedNodes(nodes, reason('Other-3'))).toBe('');
  });
});
