import type { CleaningStep } from './cleaning-step.js';

/** Brings text into a Unicode normalization form (Unicode Standard Annex 15); default NFC, which changes no letter. */
export function normalizeUnicode(form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD' = 'NFC'): CleaningStep {
  return {
    name: `normalize ${form}`,
    apply: (document) => ({ ...document, text: document.text.normalize(form) }),
  };
}
