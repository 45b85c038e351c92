import { UserError } from '@electra-ts/config';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from './describe-file-error.js';
import { type FileRecord, readFileRecords, recordFile } from './folder-manifest.js';

/**
 * Checks that a folder written by `writeFolderAtomically` still holds every file of its manifest.json, with the same
 * size and SHA-256. Files that the manifest does not list are ignored.
 *
 * @throws UserError naming the first file that is missing or damaged, or saying why the manifest cannot be read
 */
export async function verifyFolder(folder: string): Promise<void> {
  for (const [name, expected] of Object.entries(await readFileRecords(folder))) {
    await verifyFile(join(folder, name), expected);
  }
}

/** A file is not the one that was written. */
export class DamagedFile extends UserError {}

/**
 * Checks that a file has the size and SHA-256 that a manifest.json lists.
 *
 * @param remedy what to do where it has not
 * @throws DamagedFile where it has not; UserError where it cannot be read
 */
export async function verifyFile(path: string, expected: FileRecord, remedy = 'Restore the folder from a copy, or write it again'): Promise<void> {
  try {
    // The size first: a truncated file of gigabytes need not be read.
    const { size } = await stat(path);
    if (size !== expected.bytes) {
      throw damaged(path, `${expected.bytes} bytes`, `${size} bytes`, remedy);
    }
    const { sha256 } = await recordFile(path);
    if (sha256 !== expected.sha256) {
      throw damaged(path, `SHA-256 ${expected.sha256}`, sha256, remedy);
    }
  } catch (error) {
    throw describeFileError(error, 'verify', path);
  }
}

function damaged(path: string, expected: string, received: string, remedy: string): DamagedFile {
  return new DamagedFile({
    what: `${path} is damaged: it is not the file that its folder's manifest.json lists`,
    expected,
    received,
    remedy,
  });
}
