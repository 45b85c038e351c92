import { UserError } from '@electra-ts/config';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from './describe-file-error.js';

/** Name of the file that lists a folder's other files. */
export const manifestName = 'manifest.json';

/** What is written down about one file. */
export interface FileRecord {
  readonly bytes: number;
  /** SHA-256 of the content, in hexadecimal. */
  readonly sha256: string;
}

/** Files of a folder by their path in it, with '/' between the parts on every system. */
export type FileRecords = Readonly<Record<string, FileRecord>>;

/** Paths of all files under `folder`, sorted, with '/' between the parts; throws Error for links and devices. */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      files.push(...(await listFiles(join(folder, entry.name))).map((file) => `${entry.name}/${file}`));
    } else if (entry.isFile()) {
      files.push(entry.name);
    } else {
      throw new Error(`${join(folder, entry.name)}: expected a file or a folder, received a link or a device`);
    }
  }
  return files.sort();
}

/** Size and checksum of a file, read piece by piece. */
export async function recordFile(path: string): Promise<FileRecord> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Reads the list of files in a folder's manifest.json.
 *
 * @throws UserError when there is none, or it is not such a list
 */
export async function readFileRecords(folder: string): Promise<FileRecords> {
  const path = join(folder, manifestName);
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UserError({ what: `${path} is damaged`, expected: 'JSON', received: error.message }, { cause: error });
    }
    throw describeFileError(error, 'read', path);
  }
  const files = isObject(manifest) ? manifest['files'] : undefined;
  if (!isObject(files) || !Object.entries(files).every(([name, record]) => isInside(name) && isFileRecord(record))) {
    throw new UserError({
      what: `${path} does not list the folder's files`,
      expected: '{"files": {name: {"bytes", "sha256"}}} with names inside the folder',
      received: JSON.stringify(files ?? manifest).slice(0, 120),
    });
  }
  return files as FileRecords;
}

/** Whether a name stays inside the folder that it is relative to. */
function isInside(name: string): boolean {
  return name.split(/[/\\]/).every((part) => part !== '' && part !== '.' && part !== '..');
}

function isFileRecord(value: unknown): value is FileRecord {
  return isObject(value) && typeof value['bytes'] === 'number' && typeof value['sha256'] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
