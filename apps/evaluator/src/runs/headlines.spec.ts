import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headlines } from './headlines.js';

describe('headlines', () => {
  it('are of different metrics, with different titles', () => {
    expect(new Set(headlines.map(({ metric }) => metric)).size).toBe(headlines.length);
    expect(new Set(headlines.map(({ title }) => title)).size).toBe(headlines.length);
  });

  it('are what pre-training measures, by the names that it documents', () => {
    const source = readFileSync(join(__dirname, '../../../../packages/pretraining/src/held-out-metrics.ts'), 'utf8');
    const [documentation] = source.slice(source.indexOf('* The numbers of one evaluation')).split('*/');
    for (const { metric } of headlines) {
      const [network, name] = metric.split('/');
      expect(documentation).toMatch(new RegExp(`\`${network}/`));
      expect(documentation).toMatch(new RegExp(`\`(?:${network}/)?${name}\`|\`\\w+/${name}\``));
    }
  });
});
