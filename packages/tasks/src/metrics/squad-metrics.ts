/** A question's right answers and what was answered. */
export interface AnsweredQuestion {
  /** Texts of the right answers; none where the question has no answer. */
  readonly gold: readonly string[];
  /** The best span's text, whether or not "no answer" beats it. */
  readonly span: string;
  /** How far the score of "no answer" is above the best span's; "no answer" is given where this is above the threshold. */
  readonly nullDifference: number;
}

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
// Python's \b and str.split() know more letters and spaces than JavaScript's \b and \s.
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** An answer as SQuAD's scripts compare it: lowercase, without punctuation, articles and surplus space. */
export function normalizeAnswer(text: string): string {
  return tokensOf(text).join(' ');
}

function tokensOf(text: string): string[] {
  const plain = text.toLowerCase().replace(PUNCTUATION, '').replace(ARTICLES, ' ');
  return plain.split(SPACES).filter((token) => token !== '');
}

/** 1 where both are the same after normalization, else 0. */
export function exactMatch(gold: string, predicted: string): number {
  return Number(normalizeAnswer(gold) === normalizeAnswer(predicted));
}

/** Harmonic mean of precision and recall of the words, as bags; of empty texts, 1 where both are. */
export function answerF1(gold: string, predicted: string): number {
  const [right, found] = [tokensOf(gold), tokensOf(predicted)];
  if (right.length === 0 || found.length === 0) return Number(right.length === found.length);
  const left = new Map<string, number>();
  for (const token of right) left.set(token, (left.get(token) ?? 0) + 1);
  let same = 0;
  for (const token of found) {
    const count = left.get(token) ?? 0;
    if (count > 0) {
      same++;
      left.set(token, count - 1);
    }
  }
  if (same === 0) return 0;
  const [precision, recall] = [same / found.length, same / right.length];
  return (2 * precision * recall) / (precision + recall);
}

/**
 * Metrics of SQuAD in percent, as its scripts print them. Where some question has no answer, or some may be answered so, they are those of
 * evaluate-v2.0.py: `exact`, `f1`, the same for the questions with (`HasAns_`) and without (`NoAns_`) an answer, and
 * the best that any threshold could reach, with it; else those of evaluate-v1.1.py, `exact_match` and `f1`.
 *
 * @param threshold of `nullDifference`, above which "no answer" is given; infinite where it never is
 */
export function squadMetrics(questions: readonly AnsweredQuestion[], threshold: number): Record<string, number> {
  const mean = (values: readonly number[]) => (100 * values.reduce((sum, value) => sum + value, 0)) / values.length;
  if (threshold === Infinity && questions.every(isAnswerable)) {
    const best = (scoreOf: typeof exactMatch) => mean(questions.map(({ gold, span }) => Math.max(...gold.map((text) => scoreOf(text, span)))));
    // evaluate-v1.1.py gives nothing where no word is shared, also where normalization leaves none.
    return { exact_match: best(exactMatch), f1: best((right, span) => (normalizeAnswer(right) === '' ? 0 : answerF1(right, span))) };
  }
  const raw = questions.map((question) => ({
    answerable: isAnswerable(question),
    exact: spanScore(question, exactMatch),
    f1: spanScore(question, answerF1),
  }));
  const scores = raw.map((each, i) => {
    if (questions[i].nullDifference <= threshold) return each;
    const right = Number(!each.answerable);
    return { ...each, exact: right, f1: right };
  });
  const group = (prefix: string, answerable: boolean): Record<string, number> => {
    const own = scores.filter((each) => each.answerable === answerable);
    if (own.length === 0) return {};
    return { [`${prefix}_exact`]: mean(own.map(({ exact }) => exact)), [`${prefix}_f1`]: mean(own.map(({ f1 }) => f1)) };
  };
  const [bestExact, bestF1] = [bestThreshold(questions, (_, i) => raw[i].exact), bestThreshold(questions, (_, i) => raw[i].f1)];
  return {
    exact: mean(scores.map(({ exact }) => exact)),
    f1: mean(scores.map(({ f1 }) => f1)),
    ...group('HasAns', true),
    ...group('NoAns', false),
    best_exact: bestExact.score,
    best_exact_thresh: bestExact.threshold,
    best_f1: bestF1.score,
    best_f1_thresh: bestF1.threshold,
  };
}

/**
 * The threshold of `nullDifference` that makes the most of a score (`find_best_thresh` of evaluate-v2.0.py), and what it
 * makes, in percent. Questions are tried from the surest answer on; the first of several best thresholds wins.
 *
 * @param none The threshold at which no question is answered. The script's 0 is that of probabilities; differences of logits may be below it.
 */
export function bestThreshold(
  questions: readonly AnsweredQuestion[],
  scoreOf: (question: AnsweredQuestion, index: number) => number = (question) => spanScore(question, answerF1),
  none = 0,
): { readonly score: number; readonly threshold: number } {
  let current = questions.filter((question) => !isAnswerable(question)).length;
  let best = { score: current, threshold: none };
  const order = questions.map((_, i) => i).sort((a, b) => questions[a].nullDifference - questions[b].nullDifference);
  for (const i of order) {
    current += isAnswerable(questions[i]) ? scoreOf(questions[i], i) : questions[i].span === '' ? 0 : -1;
    if (current > best.score) best = { score: current, threshold: questions[i].nullDifference };
  }
  return { score: (100 * best.score) / questions.length, threshold: best.threshold };
}

/**
 * The threshold with which a model makes the most of F1 on these questions: `bestThreshold`'s, and where "no answer" is the best for all of them,
 * one below all differences.
 */
export function tunedThreshold(questions: readonly AnsweredQuestion[]): number {
  const lowest = questions.reduce((least, { nullDifference }) => Math.min(least, nullDifference), Infinity);
  return bestThreshold(questions, undefined, lowest - 1).threshold;
}

/** Whether the file has an answer, whatever normalization leaves of it (`make_qid_to_has_ans`). */
function isAnswerable({ gold }: AnsweredQuestion): boolean {
  return gold.length > 0;
}

/** The best score of a span beside any right answer of which something is left, or beside "no answer" (`get_raw_scores`). */
function spanScore({ gold, span }: AnsweredQuestion, scoreOf: (gold: string, predicted: string) => number): number {
  const texts = gold.filter((text) => normalizeAnswer(text) !== '');
  return Math.max(...(texts.length === 0 ? [''] : texts).map((text) => scoreOf(text, span)));
}
