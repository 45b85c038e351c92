/** One window over a text of tokens, and the part of it whose results count. */
export interface TextWindow {
  /** First token of the window. */
  readonly start: number;
  /** One past its last token. */
  readonly end: number;
  /** First token whose result is taken from this window. */
  readonly from: number;
  /** One past the last token whose result is taken from this window. */
  readonly to: number;
}

/**
 * Overlapping windows that cover a text longer than a model's positions, so that nothing is truncated. Neighbors overlap by a
 * quarter of a window; a token in two windows is taken from the one in which it stands further from an edge, since
 * there it is judged with more context.
 *
 * @param length number of tokens of the text, special tokens not counted
 * @param size most tokens that fit into a window
 * @returns windows in order, whose `from`..`to` cover every token once; none for an empty text
 * @throws RangeError where a window cannot hold a token
 */
export function textWindows(length: number, size: number): TextWindow[] {
  if (!(size >= 1)) {
    throw new RangeError(`textWindows: expected windows of at least 1 token; received ${size}`);
  }
  if (length <= size) {
    return length === 0 ? [] : [{ start: 0, end: length, from: 0, to: length }];
  }
  const stride = Math.max(1, size - Math.floor(size / 4));
  const count = Math.ceil((length - size) / stride) + 1;
  // The last window is moved back to end with the text: full windows give every token all the context there is.
  const starts = Array.from({ length: count }, (_, i) => Math.min(i * stride, length - size));
  const borders = starts.slice(1).map((start, i) => Math.floor((starts[i] + size + start) / 2));
  return starts.map((start, i) => ({
    start,
    end: start + size,
    from: i === 0 ? 0 : borders[i - 1],
    to: i === count - 1 ? length : borders[i],
  }));
}
