import { generatorHead } from '../generator-head.js';
import { generatorLossOf } from '../generate.js';
import type { LossFunction } from './objective.js';
import { weighLosses } from './weigh-losses.js';

/**
 * BERT's masked language modeling (Devlin et al. 2019, section 3.1; `electra_objective` false in the reference): one
 * network of the discriminator's size predicts the masked tokens, and nothing is replaced. BERT itself shows [MASK] at
 * 80 % and a random token at 10 % of the positions: `maskShare` 0.8, `randomShare` 0.1.
 */
export const mlm: LossFunction = (model, feeds, objective, random) =>
  weighLosses(feeds, objective, { generatorLoss: generatorLossOf(model, feeds, generatorHead(model, feeds, random)) });
