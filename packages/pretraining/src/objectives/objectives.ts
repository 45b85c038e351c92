import type { Sharing } from '../sharing.js';
import { allTokensMlm } from './all-tokens-mlm.js';
import { cocoLm } from './coco-lm.js';
import { correctiveLm } from './corrective-lm.js';
import { electra15 } from './electra-15.js';
import { electraMlm } from './electra-mlm.js';
import { electra } from './electra.js';
import { electric } from './electric.js';
import { fastElectra } from './fast-electra.js';
import { mlm } from './mlm.js';
import { type LossFunction, type Objective, objectiveDefaults, type ObjectiveName } from './objective.js';
import { replaceMlm } from './replace-mlm.js';

/** An objective and what it needs of the networks. */
export interface ObjectiveKind {
  readonly losses: LossFunction;
  /** Whether the discriminator's head is trained. */
  readonly detects: boolean;
  /** Whether a masked-language-model head on the discriminator's encoder is trained. */
  readonly languageModel: boolean;
  /** Whether that language model copies what it reads as far as the discriminator's head takes it for the original. */
  readonly copies?: boolean;
  /** What generator and discriminator have to share, when it is not free. */
  readonly shape?: Sharing;
  /** The generator is always frozen, see `isGeneratorFrozen`. */
  readonly frozenGenerator?: boolean;
  /** Reads crops of the examples, see `cropFeeds`. */
  readonly crops?: boolean;
  /** Reads how likely each token is as a replacement, which of all generators only one of two towers knows. */
  readonly knownNoise?: boolean;
}

/** Every objective by its name: the paper's (sections 2 and 3.4), BERT's, and those of later papers. */
export const objectives: Readonly<Record<ObjectiveName, ObjectiveKind>> = {
  electra: { losses: electra, detects: true, languageModel: false },
  'electra-15': { losses: electra15, detects: true, languageModel: false },
  mlm: { losses: mlm, detects: false, languageModel: false, shape: 'network' },
  'replace-mlm': { losses: replaceMlm, detects: false, languageModel: true },
  'all-tokens-mlm': { losses: allTokensMlm, detects: true, languageModel: true, copies: true },
  'electra-mlm': { losses: electraMlm, detects: true, languageModel: true },
  'corrective-lm': { losses: correctiveLm, detects: true, languageModel: true, copies: true },
  'coco-lm': { losses: cocoLm, detects: true, languageModel: true, copies: true, crops: true },
  'fast-electra': { losses: fastElectra, detects: true, languageModel: false, frozenGenerator: true },
  electric: { losses: electric, detects: true, languageModel: false, knownNoise: true },
};

/**
 * Whether the generator is drawn from as it is (`model.generatorFrom`): nothing of it is trained, it computes without
 * dropout and has neither a loss nor a gradient.
 */
export function isGeneratorFrozen({ name = objectiveDefaults.name, frozenGenerator }: Partial<Objective>): boolean {
  return frozenGenerator === true || objectives[name].frozenGenerator === true;
}

/** What generator and discriminator share where `model.sharing` does not say it. */
export function usualSharing(objective: Partial<Objective>): Sharing {
  const { shape } = objectives[objective.name ?? objectiveDefaults.name];
  // What is shared with the discriminator is trained with it.
  return shape ?? (isGeneratorFrozen(objective) ? 'none' : 'all');
}
