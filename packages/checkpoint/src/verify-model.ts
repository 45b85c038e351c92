import { UserError } from '@electra-ts/config';
import { basename, dirname, join } from 'node:path';
import { fileErrorCode } from './describe-file-error.js';
import { type FileRecord, manifestName, readFileRecords } from './folder-manifest.js';
import { followLinks } from './follow-links.js';
import { DamagedFile, verifyFile } from './verify-folder.js';

/** Averaged networks are two folders below their checkpoint's manifest.json, `ema/discriminator`. */
const LEVELS = 2;

/** What of a model nobody edits by hand. */
const isWeights = (name: string) => name.endsWith('.safetensors');

/**
 * Checks a model's files against the manifest.json that lists them: in its folder, or in that of the checkpoint or of the several
 * models which it is in. A model without one is let pass, and so are files that are not there: whoever needs them says so.
 *
 * @param warn hears of files other than weights, such as config.json, that are not as they were written
 * @throws DamagedFile for weights that are not as they were written
 */
export async function verifyModel(folder: string, warn: (message: string) => void): Promise<void> {
  for (const [name, record] of Object.entries(await recordsOf(folder, warn))) {
    const path = join(folder, name);
    try {
      await verifyFile(path, record, 'Restore it from a copy, or make the model again; where it was changed on purpose, remove its line from manifest.json');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (fileErrorCode(error.cause) === 'ENOENT') continue;
      if (isWeights(name)) throw error;
      warn(error instanceof DamagedFile ? `${path} is not as it was written, as ${manifestName} tells: it is used as it is` : error.message);
    }
  }
}

/** The files that are listed for a model, by their names in its folder. */
async function recordsOf(folder: string, warn: (message: string) => void): Promise<Record<string, FileRecord>> {
  let [above, prefix] = [await followLinks(folder), ''];
  for (let level = 0; level <= LEVELS; level++) {
    const records = await readFileRecords(above).catch((error: UserError) => {
      // None, or one of another kind, as anybody may have: no cause, or no file.
      if (level === 0 && error.cause !== undefined && fileErrorCode(error.cause) !== 'ENOENT') warn(`${error.message} The files of ${folder} are not checked.`);
      return {};
    });
    const own = Object.entries(records).filter(([name]) => name.startsWith(prefix));
    if (own.length > 0) return Object.fromEntries(own.map(([name, record]) => [name.slice(prefix.length), record]));
    [above, prefix] = [dirname(above), `${basename(above)}/${prefix}`];
  }
  return {};
}
