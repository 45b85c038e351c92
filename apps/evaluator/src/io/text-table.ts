/**
 * Rows in columns as wide as their widest cell. Columns of numbers stand to the right, others to the left.
 *
 * @param rows the first are the heads; all of the same length
 */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = rows[0].map((_, column) => {
    const cells = rows.map((row) => row[column]);
    const isNumeric = column > 0 && cells.slice(1).every((cell) => /^(-|-?\d.*)$/.test(cell));
    return { width: Math.max(...cells.map(({ length }) => length)), isNumeric };
  });
  const pad = (cell: string, { width, isNumeric }: (typeof columns)[number]) => (isNumeric ? cell.padStart(width) : cell.padEnd(width));
  return rows.map((row) => `  ${row.map((cell, i) => pad(cell, columns[i])).join('  ').trimEnd()}\n`).join('');
}
