/**
 * Cuts a text into pieces of at most `limit` UTF-16 units, at a line break where one is in the second half of a piece,
 * otherwise at white space, otherwise between two characters. What it is cut at (one line break or white space) is in
 * neither piece; nothing else is lost.
 */
export function cutText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const { end, next } = findCut(text, start, limit);
    pieces.push(text.slice(start, end));
    start = next;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** End of the piece that begins at `start`, and where the next one begins. */
function findCut(text: string, start: number, limit: number): { end: number; next: number } {
  const furthest = start + limit;
  for (let i = furthest; i > start + limit / 2; i--) {
    if (text.charCodeAt(i) === 0x0a) {
      return { end: i, next: i + 1 };
    }
  }
  for (let i = furthest; i > start; i--) {
    if (isSpace(text.charCodeAt(i))) {
      return { end: i, next: i + 1 };
    }
  }
  const splitsPair = isHighSurrogate(text.charCodeAt(furthest - 1)) && limit > 1;
  const end = splitsPair ? furthest - 1 : furthest;
  return { end, next: end };
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0 || unit === 0x2028 || unit === 0x3000;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
