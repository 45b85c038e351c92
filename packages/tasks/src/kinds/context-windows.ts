/** A window over a context, and the tokens that it has the most context for. */
export interface ContextWindow {
  readonly start: number;
  /** One past its last token. */
  readonly end: number;
  /** First token of which this window sees more on the poorer side than any other. */
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/**
 * Windows over a context as BERT's and ELECTRA's question answering has them: each begins `stride` tokens after the last
 * one, until one reaches the end.
 *
 * @param room most tokens of a window
 * @returns one window over nothing for an empty context
 */
export function contextWindows(length: number, room: number, stride: number): ContextWindow[] {
  const windows: { start: number; end: number }[] = [];
  for (let start = 0; ; start += Math.min(room, stride)) {
    const end = Math.min(length, start + room);
    windows.push({ start, end });
    if (end === length) break;
  }
  // The reference's score of a token in a window: the poorer side, and a little for the window's length.
  const context = ({ start, end }: { start: number; end: number }, token: number) =>
    token < start || token >= end ? -1 : Math.min(token - start, end - 1 - token) + 0.01 * (end - start);
  const ranges = windows.map(() => ({ from: length, to: 0 }));
  let lowest = 0;
  for (let token = 0; token < length; token++) {
    while (windows[lowest].end <= token) lowest++;
    let best = lowest;
    for (let at = lowest + 1; at < windows.length && windows[at].start <= token; at++) {
      if (context(windows[at], token) > context(windows[best], token)) best = at;
    }
    ranges[best].from = Math.min(ranges[best].from, token);
    ranges[best].to = token + 1;
  }
  return windows.map((window, i) => ({ ...window, ...ranges[i] }));
}
