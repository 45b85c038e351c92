/** What ends lines, moves the cursor or changes a terminal's colors: control characters, and Unicode's own ends of lines. */
const MOVING = /[\p{Cc}\u2028\u2029]/gu;

/** A text as it may stand in a line for people: control characters are written as JSON writes them, so that a record stays one line and one field. */
export function oneLine(text: string): string {
  return text.replace(MOVING, (character) => {
    const short = JSON.stringify(character).slice(1, -1);
    // JSON need not escape all of them.
    return short.length > 1 ? short : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
