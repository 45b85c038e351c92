import type { TokenizerFiles } from '@electra-ts/tokenizer';

import type { BuildOptions } from './build-documents.js';
import type { PackedDocuments } from './packed-documents.js';

/** What a build worker is started with. */
export interface BuildWorkerData {
  readonly files: TokenizerFiles;
  readonly options: BuildOptions;
}

/** Documents to build. */
export interface BuildRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

/** What became of a request. */
export type BuildAnswer =
  | { readonly id: number; readonly documents: PackedDocuments }
  | { readonly id: number; readonly error: Error };
