import type { Document } from '../sources/document-stream.js';
import { cleanDocuments, cleaningReport } from './clean-documents.js';
import type { CleaningStep } from './cleaning-step.js';
import { dropDuplicates } from './drop-duplicates.js';
import { minimumLength } from './minimum-length.js';
import { normalizeUnicode } from './normalize-unicode.js';
import { removeControlCharacters } from './remove-control-characters.js';

async function clean(texts: readonly string[], steps: readonly CleaningStep[]) {
  async function* source() {
    for (const [i, text] of texts.entries()) yield { id: `${i}`, text };
  }
  const report = cleaningReport(steps);
  const kept: Document[] = [];
  for await (const document of cleanDocuments(source(), steps, report)) kept.push(document);
  return { kept: kept.map(({ text }) => text), report };
}

describe('cleanDocuments', () => {
  it('composes steps, each seeing what the last one made, and reports what each did', async () => {
    const steps = [normalizeUnicode(), removeControlCharacters(), minimumLength(3), dropDuplicates()];
    const { kept, report } = await clean(['cafe\u0301', 'caf\u00e9', 'a\u0007b', 'long\u0000er'], steps);
    expect(kept).toEqual(['caf\u00e9', 'longer']);
    expect(report).toEqual({
      read: 4,
      kept: 2,
      steps: [
        { name: 'normalize NFC', changed: 1, dropped: {} },
        { name: 'remove control characters', changed: 2, dropped: {} },
        { name: 'minimum length 3', changed: 0, dropped: { 'too short': 1 } },
        { name: 'drop duplicates', changed: 0, dropped: { duplicate: 1 } },
      ],
    });
  });

  it('takes the steps of others', async () => {
    const shout: CleaningStep = { name: 'shout', apply: async (document) => ({ ...document, text: document.text.toUpperCase() }) };
    const { kept } = await clean(['a'], [shout]);
    expect(kept).toEqual(['A']);
  });

  it('reads one document at a time', async () => {
    let made = 0;
    async function* counting() {
      for (; made < 4; ) yield { id: 'x', text: `${made++}` };
    }
    let used = 0;
    for await (const { text } of cleanDocuments(counting(), [normalizeUnicode()])) {
      expect(Number(text)).toBe(used++);
      expect(made).toBe(used);
    }
    expect(used).toBe(4);
  });
});
