import { cutText } from './cut-text.js';

/** How lines are read. */
export interface LineOptions<Long = never> {
  /** Longest line, in UTF-16 units. */
  readonly limit: number;
  /**
   * What takes the place of a line past the limit, given its number, counted from 1: asked for as soon as the limit is
   * passed; the rest of the line is not kept. Without it such a line is cut into pieces.
   */
  readonly tooLong?: (line: number) => Long;
}

/**
 * The lines of a text that comes in chunks, in groups (one for each chunk that ends a line), without their line breaks
 * (`\n` or `\r\n`). No more than a chunk and a line's limit is held; a longer line comes in pieces, cut at white space.
 */
export async function* lineGroups<Long = never>(chunks: AsyncIterable<string>, options: LineOptions<Long>): AsyncGenerator<(string | Long)[]> {
  const { limit, tooLong } = options;
  let parts: string[] = [];
  let pending = 0;
  let line = 1;
  let isSkipping = false;
  const add = (part: string, group: (string | Long)[]) => {
    if (isSkipping) return;
    parts.push(part);
    pending += part.length;
    if (pending > limit && tooLong) {
      group.push(tooLong(line));
      take();
      isSkipping = true;
    }
  };
  const take = (): string => {
    const text = parts.length === 1 ? parts[0] : parts.join('');
    parts = [];
    pending = 0;
    return text;
  };
  for await (const chunk of chunks) {
    const group: (string | Long)[] = [];
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      add(chunk.slice(start, end), group);
      if (!isSkipping) pushLine(group, take(), limit);
      isSkipping = false;
      line++;
      start = end + 1;
    }
    if (start < chunk.length) {
      add(chunk.slice(start), group);
    }
    if (pending > limit) {
      // All but the last piece are final; the last one may go on in the next chunk.
      const pieces = cutText(take(), limit);
      add(pieces.pop() ?? '', group);
      group.push(...pieces);
    }
    if (group.length > 0) {
      yield group;
    }
  }
  if (pending > 0) {
    const group: string[] = [];
    pushLine(group, take(), limit);
    yield group;
  }
}

function pushLine(group: unknown[], text: string, limit: number): void {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (line.length > limit) {
    group.push(...cutText(line, limit));
  } else {
    group.push(line);
  }
}
