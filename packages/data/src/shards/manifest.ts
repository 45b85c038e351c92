import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseConfig, UserError } from '@electra-ts/config';
import { z } from 'zod';

import { overflows } from '../examples/example-builder.js';
import { exampleModes } from '../examples/example-mode.js';
import { sentenceUnits } from '../examples/sentences.js';

/** Version of the folder's layout; a change that older programs cannot read raises it. */
export const manifestVersion = 2;

/**
 * Versions that this program reads. The first has neither `exampleMode`, as its examples are the
 * reference's, nor `validation`, as its held-out text is a share of the documents.
 */
const readableVersions = [1, manifestVersion] as const;

/** The manifest's name within the folder. */
export const manifestName = 'manifest.json';

const count = z.number().int().nonnegative();
const id = z.number().int().nonnegative();

const fileSchema = z.strictObject({
  // A plain name: a manifest must not lead to files outside of its folder.
  name: z.string().regex(/^[\w.-]+$/),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  examples: count,
  tokens: count,
});

const splitSchema = z.strictObject({
  documents: count,
  examples: count,
  tokens: count,
  droppedTokens: count,
  files: z.array(fileSchema),
});

const manifestSchema = z.strictObject({
  version: z.literal(readableVersions),
  tokenizerFingerprint: z.string(),
  vocabularySize: z.number().int().positive(),
  specialTokens: z.strictObject({ pad: id, unk: id, cls: id, sep: id, mask: id }),
  sequenceLength: z.number().int().positive(),
  seed: z.number().int(),
  validationFraction: z.number(),
  /** Whether held-out text is a share of the documents, or was given. */
  validation: z.enum(['share', 'given']).default('share'),
  sentenceUnit: z.enum(sentenceUnits),
  overflow: z.enum(overflows),
  exampleMode: z.enum(exampleModes).default('reference'),
  documents: count,
  characters: count,
  /** What came from each source, both splits together; absent where documents name none. */
  sources: z
    .array(z.strictObject({ name: z.string(), documents: count, characters: count, examples: count, tokens: count }))
    .optional(),
  splits: z.strictObject({ train: splitSchema, valid: splitSchema }),
});

/** One shard as its manifest describes it. */
export type ShardFileEntry = Readonly<z.infer<typeof fileSchema>>;

/** Counts and files of the training or the held-out part. `droppedTokens` are in no example (`overflow: 'drop'`). */
export type SplitManifest = Readonly<z.infer<typeof splitSchema>>;

/** What a folder of shards holds and how it was made: its manifest.json. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/**
 * Reads and checks a folder's manifest.
 *
 * @throws {UserError} where there is none, or it is not one of this version
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new UserError(
      {
        what: `${folder} is not a readable folder of token shards`,
        expected: `the file ${manifestName} in it`,
        received: ['ENOENT', 'ENOTDIR'].includes(code) ? 'no such file' : (cause as Error).message,
        remedy: 'Name the folder that `prepare` wrote',
      },
      { cause },
    );
  }
  return parseManifest(text, path);
}

/** As `readManifest`, from the file's text; `where` names it in errors. */
export function parseManifest(text: string, where: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(
      { what: `${where} is not JSON`, received: (cause as Error).message, remedy: 'Run `prepare` again' },
      { cause },
    );
  }
  // Checked first, so that a newer version's unknown keys are not what the message is about.
  const version = versionOf(value);
  // Every folder that is written whole has a manifest.json: tokenizers, models and checkpoints, too.
  if (version === undefined) {
    throw new UserError({
      what: `${where} is not that of token shards`,
      expected: `"version": ${readableVersions.join(' or ')}`,
      received: 'the list of files of another folder, such as a tokenizer or a model',
      remedy: 'Name the folder that `prepare` wrote',
    });
  }
  if (!readableVersions.some((readable) => readable === version)) {
    throw new UserError({
      what: `${where} is of a version that this program does not read`,
      expected: `"version": ${readableVersions.join(' or ')}`,
      received: `"version": ${JSON.stringify(version)}`,
      remedy: 'Run `prepare` again with this program, or use the one that wrote the folder',
    });
  }
  return parseConfig(manifestSchema, value, where);
}

/** Whether a folder has the manifest.json of shards, of whatever version. Other folders that are written whole have one without a version. */
export async function holdsShards(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => '{}');
  try {
    return versionOf(JSON.parse(text)) !== undefined;
  } catch {
    return false;
  }
}

function versionOf(value: unknown): unknown {
  return value !== null && typeof value === 'object' && 'version' in value ? value.version : undefined;
}
