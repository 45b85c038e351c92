import { tagSpans } from './tag-spans.js';

/**
 * What conlleval, the script of the CoNLL shared tasks, prints: `accuracy` of the tags, and `precision`, `recall` and
 * `FB1` of whole spans, all 0 to 1. Where no tag has a span's form (parts of speech, say) there is accuracy alone.
 *
 * @param gold tags of each sentence
 * @param predicted as many
 */
export function taggingMetrics(
  gold: readonly (readonly string[])[],
  predicted: readonly (readonly string[])[],
): Record<string, number> {
  let tags = 0;
  let equal = 0;
  const spans = { right: 0, gold: 0, predicted: 0 };
  gold.forEach((right, sentence) => {
    const found = predicted[sentence];
    tags += right.length;
    equal += right.filter((tag, word) => tag === found[word]).length;
    const own = new Set(tagSpans(right).map(({ label, from, to }) => `${from} ${to} ${label}`));
    const other = tagSpans(found).map(({ label, from, to }) => `${from} ${to} ${label}`);
    spans.gold += own.size;
    spans.predicted += other.length;
    spans.right += other.filter((span) => own.has(span)).length;
  });
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const accuracy = share(equal, tags);
  if (spans.gold + spans.predicted === 0) return { accuracy };
  const [precision, recall] = [share(spans.right, spans.predicted), share(spans.right, spans.gold)];
  return { accuracy, precision, recall, FB1: share(2 * precision * recall, precision + recall) };
}
