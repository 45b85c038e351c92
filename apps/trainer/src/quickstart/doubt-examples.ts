import type { ReplacedTokenDetector, TokenDoubt } from '@electra-ts/discriminator';
import { seededRandom } from '@electra-ts/data';
import { MASK, type MaskCandidate, type MaskFiller } from '@electra-ts/generator';
import type { DoubtExample, DoubtToken } from '@electra-ts/report';
import type { Tokenizer } from '@electra-ts/tokenizer';

/** A text in which some stretches are not what was written. */
export interface AlteredText {
  readonly text: string;
  /** Stretches of `text`, in UTF-16 units, with what stood there. */
  readonly altered: readonly { readonly start: number; readonly end: number; readonly original: string }[];
}

/** Sentences nobody trained on, each with a word that does not belong: [what is written, what should be]. */
const BY_HAND: readonly (readonly [before: string, wrong: string, right: string, after: string])[] = [
  ['The president of the united ', 'potatoes', 'states', ' spoke to the congress about peace and commerce.'],
  ['Our government must protect the rights of the ', 'harpoon', 'people', ' and the honor of the nation.'],
  ['The captain stood on the deck and looked at the white ', 'congress', 'whale', ' in the sea.'],
  ['I ask the congress to reduce the public ', 'whale', 'debt', ' before the end of the year.'],
];

/** How many of a sentence's words the generator replaces: about the share that it was trained to fill. */
const SHARE = 0.15;
/** Candidates among which a replacement is drawn. */
const CANDIDATES = 20;

/** The sentences replaced by hand. */
export function handAltered(): AlteredText[] {
  return BY_HAND.map(([before, wrong, right, after]) => ({
    text: `${before}${wrong}${after}`,
    altered: [{ start: before.length, end: before.length + wrong.length, original: right }],
  }));
}

/**
 * Texts in which the generator replaced about one word in seven. Only words of one token are replaced, so that a mask
 * stands for a word. What it draws may be the word that was there; then nothing is replaced.
 */
export async function generatorAltered(
  texts: readonly string[],
  { filler, tokenizer, seed }: { filler: MaskFiller; tokenizer: Tokenizer; seed: number },
): Promise<AlteredText[]> {
  const results: AlteredText[] = [];
  for (const [i, text] of texts.entries()) {
    const random = seededRandom(seed, i);
    const { offsets, wordIds } = await tokenizer.encode(text);
    const single = offsets.filter(([start, end], t) => {
      const alone = wordIds[t] !== wordIds[t - 1] && wordIds[t] !== wordIds[t + 1];
      return alone && /^\p{L}+$/u.test(text.slice(start, end));
    });
    const wanted = Math.max(1, Math.round(single.length * SHARE));
    const chosen = new Set<number>();
    while (chosen.size < Math.min(wanted, single.length)) chosen.add(random.integer(0, single.length - 1));
    const places = [...chosen].sort((a, b) => a - b).map((place) => single[place]);
    const [masks] = await filler.fill([alter(text, places, () => MASK).text], { topK: CANDIDATES });
    const words = masks.map((candidates) => draw(candidates, random.integer(0, 2 ** 30 - 1) / 2 ** 30));
    results.push(alter(text, places, (place) => words[place]));
  }
  return results;
}

/** What the discriminator makes of altered texts, ready for the page. */
export async function doubtExamples(
  texts: readonly AlteredText[],
  replacedBy: DoubtExample['replacedBy'],
  detector: Pick<ReplacedTokenDetector, 'detect'>,
): Promise<DoubtExample[]> {
  const doubts = await detector.detect(texts.map(({ text }) => text));
  return texts.map((altered, i) => ({ replacedBy, tokens: doubts[i].map((doubt) => shown(altered, doubt)) }));
}

function shown({ text, altered }: AlteredText, { start, end, replaced }: TokenDoubt): DoubtToken {
  const at = altered.find((stretch) => start >= stretch.start && end <= stretch.end);
  const token = { text: text.slice(start, end), startsWord: /\s/.test(text[start - 1] ?? ' '), probability: replaced };
  return at === undefined ? token : { ...token, original: at.original };
}

/** `text` with other words at some places; a word that equals what was there alters nothing. */
function alter(text: string, places: readonly (readonly [number, number])[], word: (place: number) => string): AlteredText {
  let result = '';
  let from = 0;
  const altered: { start: number; end: number; original: string }[] = [];
  places.forEach(([start, end], place) => {
    result += text.slice(from, start);
    const original = text.slice(start, end);
    const put = word(place);
    if (put.toLowerCase() === original.toLowerCase()) {
      result += original;
    } else {
      altered.push({ start: result.length, end: result.length + put.length, original });
      result += put;
    }
    from = end;
  });
  return { text: result + text.slice(from), altered };
}

/** A whole word among the candidates, drawn by their scores; pieces of words would join the word before. */
function draw(candidates: readonly MaskCandidate[], uniform: number): string {
  const words = candidates.filter(({ token }) => /^\p{L}+$/u.test(token));
  const total = words.reduce((sum, { score }) => sum + score, 0);
  let left = uniform * total;
  for (const { token, score } of words) {
    left -= score;
    if (left < 0) return token;
  }
  return words.at(-1)?.token ?? 'the';
}
