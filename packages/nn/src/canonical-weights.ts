import type { StoredTensor } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';

/** Tensors by name, as a file holds them. */
export type Weights = Readonly<Record<string, StoredTensor>>;

const WORDS = 'electra.embeddings.word_embeddings.weight';
const TIED = 'generator_lm_head.weight';

/** A buffer that older versions of transformers saved: 0, 1, 2 ... */
const POSITION_IDS = 'electra.embeddings.position_ids';

/**
 * The same weights under the names that Hugging Face gives them today: `LayerNorm.gamma` and `beta` become `weight`
 * and `bias`, a bare encoder's names get their `electra.`, saved position ids are left out, and so is the generator's
 * output table, which is its word embeddings.
 *
 * @throws UserError where two tensors get one name, or the output table is not the word embeddings
 */
export function canonicalWeights(stored: Weights): Weights {
  const weights = new Map<string, StoredTensor>();
  for (const [name, tensor] of Object.entries(stored)) {
    const current = currentName(name);
    if (current === POSITION_IDS) {
      continue;
    }
    if (weights.has(current)) {
      throw new UserError({
        what: `The weights hold ${current} twice`,
        expected: 'one tensor a parameter',
        received: `${name} beside the same parameter under another name`,
      });
    }
    weights.set(current, tensor);
  }
  const tied = weights.get(TIED);
  if (tied === undefined) {
    return Object.fromEntries(weights);
  }
  const words = weights.get(WORDS);
  if (words !== undefined && !sameValues(words, tied)) {
    throw new UserError({
      what: `The generator's output table (${TIED}) is not its word embeddings`,
      expected: `the same values as ${WORDS}: this model ties the two`,
      received: 'other values, as a model with untied embeddings has',
    });
  }
  weights.delete(TIED);
  return Object.fromEntries(weights.set(WORDS, tied));
}

function currentName(name: string): string {
  return name
    .replace(/(?<=\bLayerNorm\.)gamma$/, 'weight')
    .replace(/(?<=\bLayerNorm\.)beta$/, 'bias')
    .replace(/^(?=(embeddings|embeddings_project|encoder)\.)/, 'electra.');
}

function sameValues(a: StoredTensor, b: StoredTensor): boolean {
  return a.data.length === b.data.length && a.data.every((value, index) => value === b.data[index]);
}
