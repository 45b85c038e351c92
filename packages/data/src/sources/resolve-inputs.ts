import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';

import { UserError } from '@electra-ts/config';
import { glob, isDynamicPattern } from 'tinyglobby';

/** Kinds of files that hold text, by the end of their names; each also compressed, with .gz after it. */
const extensions = ['.txt', '.md', '.jsonl'] as const;

/** How a file is read. */
export type InputKind = 'text' | 'jsonl';

/** A file to read. */
export interface InputFile {
  /** As the user wrote it, or below the folder that the user named. */
  readonly path: string;
  readonly kind: InputKind;
  /** Whether the user named this very file: then it must hold text. */
  readonly isNamed: boolean;
}

/**
 * The files that paths mean: a file itself; of a folder every .txt, .md and .jsonl file below it (also .gz), sorted,
 * hidden ones left out; of a glob every match, sorted. A file that comes up twice is read once, at its first place.
 *
 * @throws {UserError} where a path means no file, or a file that is not of a known kind
 */
export async function resolveInputs(paths: readonly string[]): Promise<InputFile[]> {
  if (paths.length === 0) {
    throw new UserError({ what: 'No input', expected: 'at least one file, folder or glob', received: 'none' });
  }
  const files = new Map<string, InputFile>();
  for (const path of paths) {
    for (const file of await resolveInput(path)) {
      const key = resolve(file.path);
      if (!files.has(key)) {
        files.set(key, file);
      }
    }
  }
  return [...files.values()];
}

async function resolveInput(path: string): Promise<InputFile[]> {
  const found = await describePath(path);
  if (found === 'file') {
    return [inputFile(path, true)];
  }
  if (found === 'folder') {
    return filesBelow(path);
  }
  if (!isDynamicPattern(path)) {
    throw new UserError({
      what: `The input ${path} does not exist`,
      expected: 'a file, a folder or a glob',
      received: 'no such file or folder',
      remedy: 'Check the path; relative paths start at the current folder',
    });
  }
  const matches = await glob(path, { onlyFiles: true, expandDirectories: false, absolute: isAbsolute(path) });
  if (matches.length === 0) {
    throw new UserError({
      what: `No file matches ${path}`,
      expected: 'a pattern that matches at least one file',
      remedy: 'Check the pattern; relative ones start at the current folder',
    });
  }
  return matches.sort(byCodeUnits).map((match) => inputFile(match, false));
}

async function filesBelow(folder: string): Promise<InputFile[]> {
  const patterns = extensions.flatMap((extension) => [`**/*${extension}`, `**/*${extension}.gz`]);
  const names = await glob(patterns, {
    cwd: folder,
    onlyFiles: true,
    expandDirectories: false,
    caseSensitiveMatch: false,
    // A link to a folder above would otherwise be walked around and around.
    followSymbolicLinks: false,
  });
  if (names.length === 0) {
    throw new UserError({
      what: `The folder ${folder} holds no text`,
      expected: `files whose names end in ${extensions.join(', ')}, or one of these and .gz`,
      received: 'none',
    });
  }
  return names.sort(byCodeUnits).map((name) => inputFile(join(folder, name), false));
}

function inputFile(path: string, isNamed: boolean): InputFile {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  const extension = extensions.find((candidate) => name.endsWith(candidate));
  if (extension === undefined) {
    throw new UserError({
      what: `The input ${path} is of an unknown kind`,
      expected: `a name that ends in ${extensions.join(', ')}, or one of these and .gz`,
      remedy: 'Convert or rename the file, or leave it out',
    });
  }
  return { path, kind: extension === '.jsonl' ? 'jsonl' : 'text', isNamed };
}

async function describePath(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/** The same order on every machine, whatever its language. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
