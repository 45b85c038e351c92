/**
 * The first key that occurs twice in one object of a JSON text, or undefined.
 *
 * `JSON.parse` keeps the last of two equal keys without a word, so that two readers of one file may see different
 * tensors under one name. Call this after `JSON.parse` has accepted the text: it relies on the text being valid.
 */
export function findDuplicateKey(json: string): string | undefined {
  /** Keys of each open object, innermost last; null stands for an open array. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{') {
      open.push(new Set());
    } else if (character === '[') {
      open.push(null);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(json, at);
      const keys = open.at(-1);
      if (keys && isFollowedByColon(json, end)) {
        const key = JSON.parse(json.slice(at, end)) as string;
        if (keys.has(key)) {
          return key;
        }
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Index past the closing quote of the string that opens at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') {
    at += json[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

function isFollowedByColon(json: string, from: number): boolean {
  let at = from;
  while (' \t\n\r'.includes(json[at] ?? '.')) {
    at++;
  }
  return json[at] === ':';
}
