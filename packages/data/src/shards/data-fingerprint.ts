import { createHash } from 'node:crypto';

import type { Manifest } from './manifest.js';

/** SHA-256 of the shards' own, training's before held-out text's: the same wherever a folder lies, another for other text. */
export function dataFingerprint({ splits: { train, valid } }: Pick<Manifest, 'splits'>): string {
  const sums = [train, valid].map(({ files }) => files.map(({ sha256 }) => sha256));
  return createHash('sha256').update(JSON.stringify(sums)).digest('hex');
}
