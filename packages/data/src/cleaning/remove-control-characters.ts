import type { CleaningStep } from './cleaning-step.js';

/** Removes control characters (Unicode category Cc) but tabs and line breaks, and half surrogate pairs (Cs). */
export function removeControlCharacters(): CleaningStep {
  return {
    name: 'remove control characters',
    apply: (document) => ({ ...document, text: document.text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}]/gu, '') }),
  };
}
