import type { CleaningStep } from './cleaning-step.js';

/**
 * Drops documents in other languages than those named. Which language a text is in, `detect` says: any library's or
 * service's answer.
 */
export function keepLanguages(
  languages: readonly string[],
  detect: (text: string) => string | undefined | Promise<string | undefined>,
): CleaningStep {
  return {
    name: `keep languages ${languages.join(', ')}`,
    async apply(document) {
      const language = await detect(document.text);
      if (language !== undefined && languages.includes(language)) {
        return document;
      }
      return { dropped: language === undefined ? 'unknown language' : `language ${language}` };
    },
  };
}
