import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';

import { UserError } from '@electra-ts/config';
import { glob, isDynamicPattern } from 'tinyglobby';

import { folderFiles } from './folder-files.js';
import { isUrl } from './http-bytes.js';
import { type Compression, type InputKind, inputKindOf, inputKinds } from './input-kind.js';
import { unreadable } from './text-chunks.js';

/** What stands for standard input. */
export const stdinPath = '-';

const endings = `${inputKinds.map((kind) => `.${kind}`).join(', ')}, or one of these and .gz, .bz2 or .zst`;

/** A file to read. */
export interface InputFile {
  /** As the user wrote it, or below the folder that the user named. */
  readonly path: string;
  readonly kind: InputKind;
  /** Standard input has no name that would say it; an address may not say the truth. */
  readonly compression: Compression | 'detect';
  /** Whether the user named this very file: then it must hold text. */
  readonly isNamed: boolean;
}

/** A file, and the place of the path that meant it first. */
export interface ResolvedFile extends InputFile {
  readonly input: number;
}

/**
 * The files that paths mean: a file itself; of a folder every file of a known kind below it, sorted, hidden ones
 * left out; of a glob every match, sorted. A file that comes up twice is read once, at its first place.
 * `-` is standard input; http and https addresses are taken as they are.
 *
 * @param format kind of standard input (default txt), and of named files whose names say none
 * @param onLeftOut hears the path of each file of another kind below a folder
 * @throws {UserError} where a path means no file, a file that is not of a known kind, or what cannot be looked at
 */
export async function resolveInputs(paths: readonly string[], format?: InputKind, onLeftOut?: (path: string) => void): Promise<ResolvedFile[]> {
  if (paths.length === 0) {
    throw new UserError({ what: 'No input', expected: 'at least one file, folder or glob', received: 'none' });
  }
  const files = new Map<string, ResolvedFile>();
  for (const [input, path] of paths.entries()) {
    for (const file of await resolveInput(path, format, onLeftOut)) {
      const key = resolve(file.path);
      if (!files.has(key)) {
        files.set(key, { ...file, input });
      }
    }
  }
  return [...files.values()];
}

async function resolveInput(path: string, format?: InputKind, onLeftOut?: (path: string) => void): Promise<InputFile[]> {
  if (path === stdinPath) {
    return [stdinFile(format ?? 'txt')];
  }
  if (isUrl(path)) {
    return [urlFile(path, format)];
  }
  const found = await describePath(path);
  if (found === 'file') {
    return [inputFile(path, true, format)];
  }
  if (found === 'folder') {
    return filesBelow(path, onLeftOut);
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

async function filesBelow(folder: string, onLeftOut?: (path: string) => void): Promise<InputFile[]> {
  const names = await folderFiles(folder, (name) => onLeftOut?.(join(folder, name)));
  if (names.length === 0) {
    throw new UserError({
      what: `The folder ${folder} holds no text`,
      expected: `files whose names end in ${endings}`,
      received: 'none',
    });
  }
  return names.map((name) => inputFile(join(folder, name), false));
}

function inputFile(path: string, isNamed: boolean, format?: InputKind): InputFile {
  const { kind = format, compression } = inputKindOf(path);
  if (kind === undefined) {
    throw new UserError({
      what: `The input ${path} is of an unknown kind`,
      expected: `a name that ends in ${endings}`,
      remedy: 'Convert or rename the file, leave it out, or name its kind by --format (format)',
    });
  }
  if (kind === 'parquet' && compression !== 'none') {
    throw new UserError({
      what: `The input ${path} is compressed twice`,
      expected: 'a .parquet file, which is compressed inside',
      received: `.${compression} around it`,
      remedy: 'Decompress the file',
    });
  }
  return { path, kind, compression, isNamed };
}

function stdinFile(kind: InputKind): InputFile {
  if (kind === 'parquet') {
    throw fromItsEnd('Standard input');
  }
  return { path: stdinPath, kind, compression: 'detect', isNamed: true };
}

function urlFile(path: string, format?: InputKind): InputFile {
  const { kind } = inputFile(path.replace(/[?#].*$/s, ''), true, format);
  if (kind === 'parquet') {
    throw fromItsEnd(`The input ${path}`);
  }
  // A server may have decompressed what its name says is compressed.
  return { path, kind, compression: 'detect', isNamed: true };
}

function fromItsEnd(what: string): UserError {
  return new UserError({
    what: `${what} cannot be read as parquet`,
    expected: 'a kind that is read from front to back',
    received: 'parquet, which is read from its end',
    remedy: 'Save it to a file first',
  });
}

async function describePath(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR', 'EINVAL', 'ENAMETOOLONG'].includes(code)) {
      return 'nothing';
    }
    throw unreadable(path, 'none', cause);
  }
}

/** The same order on every machine, whatever its language. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
