import type { Sharing } from '../sharing.js';
import { allTokensMlm } from './all-tokens-mlm.js';
import { electra15 } from './electra-15.js';
import { electra } from './electra.js';
import { mlm } from './mlm.js';
import type { LossFunction, ObjectiveName } from './objective.js';
import { replaceMlm } from './replace-mlm.js';

/** An objective and what it needs of the networks. */
export interface ObjectiveKind {
  readonly losses: LossFunction;
  /** Whether the discriminator's head is trained. */
  readonly detects: boolean;
  /** Whether a masked-language-model head on the discriminator's encoder is trained. */
  readonly languageModel: boolean;
  /** What generator and discriminator have to share, when it is not free. */
  readonly shape?: Sharing;
}

/** Every objective by its name: the paper's (sections 2 and 3.4), and BERT's. */
export const objectives: Readonly<Record<ObjectiveName, ObjectiveKind>> = {
  electra: { losses: electra, detects: true, languageModel: false },
  'electra-15': { losses: electra15, detects: true, languageModel: false },
  mlm: { losses: mlm, detects: false, languageModel: false, shape: 'network' },
  'replace-mlm': { losses: replaceMlm, detects: false, languageModel: true },
  'all-tokens-mlm': { losses: allTokensMlm, detects: true, languageModel: true },
};
