/** As many parts from the first on as fit into so many characters, with commas between them. */
export function joinThatFit(parts: readonly string[], columns: number): string {
  let joined = '';
  for (const part of parts) {
    const longer = joined === '' ? part : `${joined}, ${part}`;
    if (longer.length > columns) break;
    joined = longer;
  }
  return joined;
}
