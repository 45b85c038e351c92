/**
 * Lengths of two segments after cutting the longer one until both fit, token by token (`longest_first` of Hugging Face); of
 * equals, the second is cut.
 *
 * @param room tokens that both may have together
 */
export function keptLengths(first: number, second: number, room: number): [number, number] {
  if (first + second <= room) return [first, second];
  const half = Math.floor(room / 2);
  if (second <= half) return [room - second, second];
  return first <= room - half ? [first, room - first] : [room - half, half];
}
