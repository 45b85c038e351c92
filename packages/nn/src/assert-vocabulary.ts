import { UserError } from '@electra-ts/config';
import type { ElectraConfig } from './electra-config.js';

/**
 * Makes sure that a model has an embedding for every token of a tokenizer: an id past the last would be looked up outside
 * the table.
 *
 * @param vocabularySize one more than the largest id of the tokenizer
 * @throws UserError where there are fewer rows
 */
export function assertVocabulary(
  { vocabSize }: Pick<ElectraConfig, 'vocabSize'>,
  { vocabularySize }: { readonly vocabularySize: number },
): void {
  if (vocabularySize <= vocabSize) return;
  throw new UserError({
    what: 'The tokenizer has tokens that the model has no embedding for',
    expected: `at most ${vocabSize}, the rows of electra.embeddings.word_embeddings.weight (vocab_size in config.json)`,
    received: `${vocabularySize} tokens`,
    remedy: 'Use the tokenizer that the model was trained with.',
  });
}
