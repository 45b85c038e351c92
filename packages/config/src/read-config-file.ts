import { extname } from 'node:path';
import { parseDocument } from 'yaml';

import { jsonErrorOffset } from './json-syntax.js';
import { readUtf8 } from './read-utf8.js';
import { UserError } from './user-error.js';

const readers: Readonly<Record<string, (text: string, path: string) => unknown>> = {
  '.yaml': parseYaml,
  '.yml': parseYaml,
  '.json': parseJson,
};

/**
 * The content of a configuration file: YAML 1.2 (`.yaml`, `.yml`) or JSON (`.json`), by its name. An empty YAML file
 * is an empty mapping.
 *
 * @throws {UserError} for another kind of file, one that is missing or not UTF-8, or a syntax error (with its line).
 */
export async function readConfigFile(path: string): Promise<unknown> {
  const extension = extname(path).toLowerCase();
  const reader = Object.hasOwn(readers, extension) ? readers[extension] : undefined;
  if (reader === undefined) {
    throw new UserError({
      what: `Cannot tell what kind of file ${path} is`,
      expected: `a name ending in ${Object.keys(readers).join(', ')}`,
      received: extension === '' ? 'a name without an extension' : extension,
    });
  }
  return reader(await readUtf8(path), path);
}

function parseYaml(text: string, path: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    const error = document.errors[0];
    const [summary] = error.message.split(/ at line \d+|:?\n/);
    throw syntaxError(path, 'YAML', error.linePos?.[0] ?? position(text, error.pos[0]), summary, error);
  }
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    // Aliases: an unknown anchor, or so many references that they would fill the memory.
    throw syntaxError(path, 'YAML', undefined, (cause as Error).message, cause);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const offset = jsonErrorOffset(text) ?? text.length;
    const found = offset >= text.length ? 'the end of the file' : JSON.stringify(/\S\w*/.exec(text.slice(offset))![0]);
    throw syntaxError(path, 'JSON', position(text, offset), `unexpected ${found}`, cause);
  }
}

interface Position {
  readonly line: number;
  readonly col: number;
}

/** Line and column, from 1, of an offset in UTF-16 units. */
function position(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, col: before[before.length - 1].length + 1 };
}

function syntaxError(path: string, format: string, at: Position | undefined, found: string, cause: unknown): UserError {
  const place = at === undefined ? path : `${path}, line ${at.line}, column ${at.col}`;
  return new UserError(
    { what: place, expected: `well-formed ${format}`, received: `a syntax error (${found})` },
    { cause },
  );
}
