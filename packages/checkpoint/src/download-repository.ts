import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
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

/** What of a repository is wanted: everything that a model is loaded from, or its tokenizer without the weights. */
export type HubContent = 'model' | 'tokenizer';

/** A file of a repository, as the hub lists it. */
interface HubFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Name of its blob in git, a SHA-1; where `lfs` is there, of a pointer to the content and not of the content. */
  readonly oid?: string;
  /** The SHA-256 of the content, of files that git does not hold itself. */
  readonly lfs?: { readonly oid: string };
}

/**
 * Downloads what a model is loaded from into `snapshots/COMMIT` of the cache, where Hugging Face's own libraries look
 * too: configuration and tokenizer, and the weights in one format; not those of other frameworks, which released models
 * have as well. Files that are there stay. Each file is whole or absent.
 *
 * @param cache the model's folder in the cache
 * @returns the snapshot's folder
 * @throws UserError where a download fails, or a file has another size or checksum than the hub lists
 */
export async function downloadRepository(
  { name, commit, access }: HubRepository,
  cache: string,
  content: HubContent = 'model',
): Promise<string> {
  const { downloadFile, listFiles } = await import('@huggingface/hub');
  const folder = join(cache, 'snapshots', commit);
  await mkdir(folder, { recursive: true });
  const files: HubFile[] = [];
  try {
    for await (const { type, ...file } of listFiles({ repo: name, revision: commit, ...access })) {
      if (type === 'file') files.push(file);
    }
  } catch (error) {
    throw failed(`the list of files of ${name}`, error);
  }
  for (const file of neededFiles(files, content)) {
    const { path } = file;
    const target = join(folder, path);
    if (existsSync(target)) continue;
    const incomplete = `${target}.${randomUUID()}.incomplete`;
    try {
      const blob = await downloadFile({ repo: name, path, revision: commit, ...access });
      if (blob === null) throw new Error('the hub lists the file and does not have it');
      const bytes = Readable.fromWeb(blob.stream() as ReadableStream);
      await pipeline(bytes, (chunks: AsyncIterable<Uint8Array>) => checked(chunks, file), createWriteStream(incomplete));
      await rename(incomplete, target);
    } catch (error) {
      throw failed(`${path} of ${name}`, error);
    } finally {
      await rm(incomplete, { force: true });
    }
  }
  return folder;
}

/** Passes a file's bytes on, and throws at their end where they are not those that the hub lists. */
async function* checked(chunks: AsyncIterable<Uint8Array>, file: HubFile): AsyncGenerator<Uint8Array> {
  const { hash, expected } = checksum(file);
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    hash.update(chunk);
    yield chunk;
  }
  if (received !== file.size) throw new Error(`${received} bytes of ${file.size}`);
  const digest = hash.digest('hex');
  if (expected !== undefined && digest !== expected) throw new Error(`a file of checksum ${digest} in place of ${expected}`);
}

/** How a file's content is to be checked; no checksum is expected where the hub gives none. */
function checksum({ size, oid = '', lfs }: HubFile): { readonly hash: Hash; readonly expected: string | undefined } {
  if (lfs !== undefined) return { hash: createHash('sha256'), expected: lfs.oid };
  // Git names a blob by a header and its content.
  return { hash: createHash('sha1').update(`blob ${size}\0`), expected: /^[0-9a-f]{40}$/.test(oid) ? oid : undefined };
}

/** Plain names only: a hub's answer must not lead out of the folder. */
const SETTINGS = /^[A-Za-z0-9][\w.-]*\.(json|txt)$/;
const SAFETENSORS = /^model(-[\w-]+)?\.safetensors$/;
const TORCH = /^pytorch_model(-[\w-]+)?\.bin$/;

function neededFiles(files: readonly HubFile[], content: HubContent): HubFile[] {
  const weights = files.some(({ path }) => SAFETENSORS.test(path)) ? SAFETENSORS : TORCH;
  return files.filter(({ path }) => SETTINGS.test(path) || (content === 'model' && weights.test(path)));
}

function failed(file: string, error: unknown): UserError {
  const parts = {
    what: `The download of ${file} failed`,
    expected: 'all of it, as the hub lists it',
    received: reason(error),
    remedy: 'Try again: files that are whole stay',
  };
  return new UserError(parts, { cause: error });
}
