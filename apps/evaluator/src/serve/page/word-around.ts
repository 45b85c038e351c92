/** Letters, the marks that belong to them, numbers, and the apostrophe within words. */
const IN_WORD = /[\p{L}\p{M}\p{N}'’]/u;

/** The character that begins at a place, or whose first half ends there, as one of the upper planes has two. */
function characterAt(text: string, place: number): string {
  const code = text.charCodeAt(place);
  return code >= 0xdc00 && code <= 0xdfff ? text.slice(Math.max(0, place - 1), place + 1) : String.fromCodePoint(text.codePointAt(place) ?? 0x20);
}

/**
 * The whole word of which a stretch is a part; the stretch itself where it begins with no letter.
 *
 * @param start first UTF-16 unit of the stretch
 * @param end one past the last
 */
export function wordAround(text: string, { start, end }: { readonly start: number; readonly end: number }): { start: number; end: number } {
  const inWord = (place: number) => place >= 0 && place < text.length && IN_WORD.test(characterAt(text, place));
  let [from, to] = [start, end];
  if (inWord(from)) {
    while (inWord(from - 1)) from--;
    while (inWord(to)) to++;
  }
  return { start: from, end: to };
}
