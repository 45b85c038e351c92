import { textTable } from './text-table.js';

describe('textTable', () => {
  it('lines up columns, numbers to the right', () => {
    const rows = [['run', 'kind', 'steps'], ['a long name', 'x', '5'], ['b', 'long', '12000']];
    expect(textTable(rows)).toBe('  run          kind  steps\n  a long name  x         5\n  b            long  12000\n');
  });
});
