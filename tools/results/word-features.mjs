// What the bag-of-words models read: words by themselves and in twos, and of pairs how they overlap.

/** Words and marks, lower case, as the networks' vocabulary reads no capitals. */
export function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
}

/** Features of a text, or of a pair, as [name, value]: counts of words and of words in twos; of pairs those of each text, the words in both, and shares. */
export function textFeatures({ text, pair }) {
  if (pair === undefined) return counts(wordsOf(text), '');
  const [first, second] = [wordsOf(text), wordsOf(pair)];
  const [some, others] = [new Set(first), new Set(second)];
  const both = [...some].filter((word) => others.has(word));
  const [firstTwos, secondTwos] = [first, second].map((words) => new Set(twos(words)));
  const bothTwos = [...firstTwos].filter((two) => secondTwos.has(two));
  return [
    ...counts(first, '1:'),
    ...counts(second, '2:'),
    ...both.map((word) => [`both:${word}`, 1]),
    ['share of the first', both.length / Math.max(1, some.size)],
    ['share of the second', both.length / Math.max(1, others.size)],
    ['share of all', both.length / Math.max(1, some.size + others.size - both.length)],
    ['share of twos', bothTwos.length / Math.max(1, firstTwos.size + secondTwos.size - bothTwos.length)],
    ['lengths', Math.min(first.length, second.length) / Math.max(1, first.length, second.length)],
  ];
}

/** Features of each word of a sentence: itself, two words on each side, and itself with either neighbor. */
export function wordFeatures(words) {
  const lower = words.map((word) => word.toLowerCase());
  const at = (place) => lower[place] ?? (place < 0 ? '<s>' : '</s>');
  return lower.map((_, n) => [
    ...[-2, -1, 0, 1, 2].map((offset) => [`${offset}:${at(n + offset)}`, 1]),
    [`-1,0:${at(n - 1)} ${at(n)}`, 1],
    [`0,1:${at(n)} ${at(n + 1)}`, 1],
  ]);
}

const twos = (words) => words.slice(1).map((word, n) => `${words[n]} ${word}`);

function counts(words, prefix) {
  const found = new Map();
  for (const name of [...words, ...twos(words)]) found.set(prefix + name, (found.get(prefix + name) ?? 0) + 1);
  return [...found];
}

/** Places for the names of features in the order in which training shows them; names that it does not show have none. */
export class FeatureIndex {
  #places = new Map();

  get size() {
    return this.#places.size;
  }

  /** @param isTraining whether new names get a place */
  row(features, isTraining) {
    const known = features.filter(([name]) => {
      if (isTraining && !this.#places.has(name)) this.#places.set(name, this.#places.size);
      return this.#places.has(name);
    });
    return { places: Int32Array.from(known, ([name]) => this.#places.get(name)), values: Float64Array.from(known, ([, value]) => value) };
  }
}
