import type { CleaningStep } from './cleaning-step.js';

/**
 * Drops documents of fewer than `characters` UTF-16 units, white space at the ends left out.
 *
 * @throws {RangeError} where `characters` is not at least 1
 */
export function minimumLength(characters: number): CleaningStep {
  if (!(characters >= 1)) {
    throw new RangeError(`minimumLength: expected at least 1 character, received ${characters}`);
  }
  return {
    name: `minimum length ${characters}`,
    apply: (document) => (document.text.trim().length < characters ? { dropped: 'too short' } : document),
  };
}
