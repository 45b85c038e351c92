const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/.source;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/.source;
const WORD = /(?:true|false|null)(?!\w)/.source;
const TOKEN = new RegExp(`[ \\t\\n\\r]*([{}[\\],:]|${STRING}|${NUMBER}|${WORD})`, 'y');

/**
 * Where a text stops being JSON, in UTF-16 units: the start of the first token that cannot stand there, or the text's
 * end when something is missing. Undefined for well-formed JSON. `JSON.parse` itself does not always say.
 */
export function jsonErrorOffset(text: string): number | undefined {
  let end = 0;
  let failedAt: number | undefined;

  function next(): string {
    TOKEN.lastIndex = end;
    const match = TOKEN.exec(text);
    if (match === null) return '';
    end = TOKEN.lastIndex;
    return match[1];
  }
  function accept(...tokens: string[]): boolean {
    const start = end;
    if (tokens.includes(next())) return true;
    end = start;
    return false;
  }
  function fail(): false {
    failedAt ??= end + /^[ \t\n\r]*/.exec(text.slice(end))![0].length;
    return false;
  }
  function value(): boolean {
    const start = end;
    const token = next();
    if (token === '{') return members('}', () => (key() && accept(':') ? value() : fail()));
    if (token === '[') return members(']', value);
    if (token !== '' && !'}],:'.includes(token)) return true;
    end = start;
    return fail();
  }
  function key(): boolean {
    const start = end;
    if (next().startsWith('"')) return true;
    end = start;
    return false;
  }
  function members(close: string, member: () => boolean): boolean {
    if (accept(close)) return true;
    do {
      if (!member()) return false;
    } while (accept(','));
    return accept(close) || fail();
  }

  if (value() && /[^ \t\n\r]/.test(text.slice(end))) fail();
  return failedAt;
}
