import { UserError } from '@electra-ts/config';
import type { Tokenizer } from '@electra-ts/tokenizer';
import type { Manifest } from './manifest.js';

/**
 * Makes sure that shards were made with this tokenizer: ids of another one mean other words.
 *
 * @throws {UserError} where the fingerprints differ
 */
export function assertTokenizer(
  manifest: Pick<Manifest, 'tokenizerFingerprint' | 'vocabularySize'>,
  tokenizer: Pick<Tokenizer, 'fingerprint' | 'vocabularySize'>,
): void {
  if (manifest.tokenizerFingerprint !== tokenizer.fingerprint) {
    throw new UserError({
      what: 'The token shards were made with another tokenizer',
      expected: fingerprintText(manifest.tokenizerFingerprint, manifest.vocabularySize),
      received: fingerprintText(tokenizer.fingerprint, tokenizer.vocabularySize),
      remedy: 'Use the tokenizer that the shards were made with, or run `prepare` again with this one',
    });
  }
}

function fingerprintText(fingerprint: string, vocabularySize: number): string {
  return `${vocabularySize} entries with fingerprint ${fingerprint.slice(0, 12)}`;
}
