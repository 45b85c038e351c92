import { parseHTML } from 'linkedom';
import { renderFacts } from './facts.js';

describe('renderFacts', () => {
  it('has each value under its label, and long ones in rows of their own', () => {
    const engine = 'onnxruntime 1.30.0 (compiled steps on cpu, float32; 2 threads) on a processor';
    const { document } = parseHTML(`<html><body>${renderFacts([{ label: 'Steps', value: '<10>' }, { label: 'Engine', value: engine }])}</body></html>`);
    expect([...document.querySelectorAll('.facts > div')].map((fact) => [fact.className, ...[...fact.children].map(({ textContent }) => textContent)])).toEqual([
      ['', 'Steps', '<10>'],
      ['long', 'Engine', engine],
    ]);
  });
});
