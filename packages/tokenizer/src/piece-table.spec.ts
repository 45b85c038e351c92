import { PieceTable } from './piece-table.js';

describe('PieceTable', () => {
  it('numbers pieces in order and each once', () => {
    const table = new PieceTable(['a', 'b', 'a']);
    expect([table.add('c'), table.add('b'), table.size]).toEqual([2, 1, 3]);
    expect(table.list()).toEqual(['a', 'b', 'c']);
    expect([table.id('c'), table.id('d')]).toEqual([2, undefined]);
  });

  it('merges neighbors, dropping the second mark of continuation', () => {
    const table = new PieceTable(['un', '##do', '##ne']);
    expect(table.addMerged(0, 1)).toBe(3);
    expect(table.addMerged(1, 2)).toBe(4);
    expect(table.addMerged(0, 1)).toBe(3);
    expect(table.list().slice(3)).toEqual(['undo', '##done']);
  });
});
