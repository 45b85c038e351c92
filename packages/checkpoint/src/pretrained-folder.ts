import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { UserError } from '@electra-ts/config';
import { downloadRepository, type HubContent } from './download-repository.js';
import { reason } from './reason.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** Where models that are named `owner/name` come from. */
export interface HubOptions {
  /** Default: HF_ENDPOINT, else https://huggingface.co. */
  readonly hubUrl?: string;
  /** Default: what Hugging Face's own libraries use (HF_HUB_CACHE, HF_HOME, ~/.cache/huggingface/hub). */
  readonly cacheDir?: string;
  /** Branch, tag or commit. Default `main`. */
  readonly revision?: string;
  /** For models that are not public; starts with `hf_`. */
  readonly accessToken?: string;
  /** In place of the global one, for proxies and headers of one's own. */
  readonly fetch?: typeof fetch;
}

const HUB = 'https://huggingface.co';
const REPOSITORY = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;
const COMMIT = /^[0-9a-f]{40}$/;

/**
 * The folder of a model: a folder that exists is itself; `owner/name` is a model of a Hugging Face hub, whose
 * configuration, tokenizer and weights are downloaded to the cache unless they are there. The hub is asked each time
 * which commit the revision means; where it cannot be reached, or fails (HTTP 500 and above), the commit that it meant
 * last is taken from the cache.
 *
 * @param content `tokenizer` leaves the weights on the hub
 * @throws UserError where the hub has no such model, a download fails, or the hub cannot be reached and the cache does
 * not have the model
 */
export async function pretrainedFolder(
  nameOrFolder: string,
  hub: HubOptions = {},
  content: HubContent = 'model',
): Promise<string> {
  if (existsSync(nameOrFolder) || !REPOSITORY.test(nameOrFolder)) {
    return nameOrFolder;
  }
  const { getHFHubCachePath, HubApiError, modelInfo } = await import('@huggingface/hub');
  const { accessToken, revision = 'main' } = hub;
  const hubUrl = (hub.hubUrl ?? process.env['HF_ENDPOINT'] ?? HUB).replace(/\/+$/, '');
  const access = { hubUrl, accessToken, fetch: hub.fetch };
  const cache = join(hub.cacheDir ?? getHFHubCachePath(), `models--${nameOrFolder.replace('/', '--')}`);
  const reference = join(cache, 'refs', encodeURIComponent(revision));
  let sha: string;
  try {
    ({ sha } = await modelInfo({ name: nameOrFolder, revision, additionalFields: ['sha'], ...access }));
  } catch (error) {
    const cached = await cachedFolder(cache, reference);
    const answered = error instanceof HubApiError && error.statusCode < 500;
    if (cached !== null && !answered) return cached;
    throw noModel(nameOrFolder, hubUrl, `revision ${revision}: ${reason(error)}`, error);
  }
  if (!COMMIT.test(sha)) throw noModel(nameOrFolder, hubUrl, `${JSON.stringify(sha)} in place of a commit's id`);
  const folder = await downloadRepository({ name: nameOrFolder, commit: sha, access }, cache, content);
  await mkdir(join(cache, 'refs'), { recursive: true });
  await writeFileAtomically(reference, sha); // last, so that what it names is whole
  return folder;
}

/** The snapshot that the revision meant last; null where there is none. */
async function cachedFolder(cache: string, reference: string): Promise<string | null> {
  const commit = (await readFile(reference, 'utf8').catch(() => '')).trim();
  const folder = join(cache, 'snapshots', commit);
  return COMMIT.test(commit) && existsSync(folder) ? folder : null;
}

function noModel(name: string, hubUrl: string, received: string, cause?: unknown): UserError {
  const parts = {
    what: `There is no model ${name}: neither a folder of that name here nor a model at ${hubUrl}`,
    expected: 'a folder, or owner/name of a model that the hub has',
    received,
    remedy: 'Check the name and the connection; HF_ENDPOINT names another hub',
  };
  return new UserError(parts, { cause });
}
