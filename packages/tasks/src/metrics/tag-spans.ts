/** A labeled stretch of words. */
export interface TagSpan {
  readonly label: string;
  /** First word. */
  readonly from: number;
  /** One past the last word. */
  readonly to: number;
}

/**
 * The spans that tags such as `B-PER`, `I-PER`, `O` mark, by the rules of conlleval: a span begins at `B`, where the
 * type changes, and at an `I` after `O`. So tags of IOB1, IOB2 and IOBES (`S`, `E`, or `U`, `L`) are all understood, and
 * what breaks its scheme is read as the official script reads it. Tags without a hyphen, or with nothing
 * before it, mark nothing.
 *
 * @param tags of one sentence
 */
export function tagSpans(tags: readonly string[]): TagSpan[] {
  const spans: TagSpan[] = [];
  let open: { label: string; from: number } | null = null;
  let before = parts('O');
  for (let at = 0; at <= tags.length; at++) {
    const now = parts(tags[at] ?? 'O');
    const ends = before.mark !== 'O' && (before.type !== now.type || 'BSO'.includes(now.mark) || 'ES'.includes(before.mark));
    if (open !== null && ends) {
      spans.push({ ...open, to: at });
      open = null;
    }
    if (open === null && now.mark !== 'O') open = { label: now.type, from: at };
    before = now;
  }
  return spans;
}

const synonyms: Readonly<Record<string, string>> = { U: 'S', L: 'E' };

function parts(tag: string): { readonly mark: string; readonly type: string } {
  const hyphen = tag.indexOf('-');
  // Without a mark: a part of speech such as -LRB- (a bracket) is no span.
  if (hyphen <= 0) return { mark: 'O', type: '' };
  const mark = tag.slice(0, hyphen);
  const known = synonyms[mark] ?? mark;
  // Whatever else stands before the hyphen continues a span.
  return { mark: 'BIES'.includes(known) && known.length === 1 ? known : 'I', type: tag.slice(hyphen + 1) };
}
