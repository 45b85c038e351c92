import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { UserError } from '@electra-ts/config';
import { reason } from './reason.js';

/** One commit of a model on a hub. */
export interface HubRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly commit: string;
  readonly access: {
    readonly hubUrl: string;
    readonly accessToken?: string | undefined;
    readonly fetch?: typeof fetch | undefined;
  };
}

/** A file of a repository, with its size in bytes. */
interface HubFile {
  readonly path: string;
  readonly size: number;
}

/**
 * Downloads what a model is loaded from into `snapshots/COMMIT` of the cache, where Hugging Face's own libraries look
 * too: configuration and tokenizer, and the weights in one format; not those of other frameworks, which released models
 * have as well. Files that are there stay. Each file is whole or absent.
 *
 * @param cache the model's folder in the cache
 * @returns the snapshot's folder
 * @throws UserError where a download fails, or a file has another size than the hub lists
 */
export async function downloadRepository({ name, commit, access }: HubRepository, cache: string): Promise<string> {
  const { downloadFile, listFiles } = await import('@huggingface/hub');
  const folder = join(cache, 'snapshots', commit);
  await mkdir(folder, { recursive: true });
  const files: HubFile[] = [];
  try {
    for await (const { type, path, size } of listFiles({ repo: name, revision: commit, ...access })) {
      if (type === 'file') files.push({ path, size });
    }
  } catch (error) {
    throw failed(`the list of files of ${name}`, error);
  }
  for (const { path, size } of neededFiles(files)) {
    const target = join(folder, path);
    if (existsSync(target)) continue;
    const incomplete = `${target}.${randomUUID()}.incomplete`;
    try {
      const blob = await downloadFile({ repo: name, path, revision: commit, ...access });
      if (blob === null) throw new Error('the hub lists the file and does not have it');
      await pipeline(Readable.fromWeb(blob.stream() as ReadableStream), createWriteStream(incomplete));
      const received = (await stat(incomplete)).size;
      if (received !== size) throw new Error(`${received} bytes of ${size}`);
      await rename(incomplete, target);
    } catch (error) {
      throw failed(`${path} of ${name}`, error);
    } finally {
      await rm(incomplete, { force: true });
    }
  }
  return folder;
}

/** Plain names only: a hub's answer must not lead out of the folder. */
const SETTINGS = /^[A-Za-z0-9][\w.-]*\.(json|txt)$/;
const SAFETENSORS = /^model(-[\w-]+)?\.safetensors$/;
const TORCH = /^pytorch_model(-[\w-]+)?\.bin$/;

function neededFiles(files: readonly HubFile[]): HubFile[] {
  const weights = files.some(({ path }) => SAFETENSORS.test(path)) ? SAFETENSORS : TORCH;
  return files.filter(({ path }) => SETTINGS.test(path) || weights.test(path));
}

function failed(file: string, error: unknown): UserError {
  const parts = {
    what: `The download of ${file} failed`,
    expected: 'all of it',
    received: reason(error),
    remedy: 'Try again: files that are whole stay',
  };
  return new UserError(parts, { cause: error });
}
