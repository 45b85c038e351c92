/**
 * The shape that tensors of shapes `a` and `b` have together: missing leading axes and axes of length 1 are repeated.
 *
 * @throws Error when two axes differ and neither is 1
 */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a[index - rank + a.length] ?? 1;
    const right = b[index - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new Error(`shapes [${a}] and [${b}] cannot be broadcast together: axis ${index} has ${left} and ${right}.`);
    }
    return left === 1 ? right : left;
  });
}
