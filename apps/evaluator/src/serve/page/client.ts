/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// The page's script, which runs in the browser and is served as compiled: it imports nothing.

interface Model {
  readonly name: string;
  readonly detect: boolean;
  readonly fillMask: boolean;
  readonly kind: string | null;
}
interface Token {
  readonly token: string;
  readonly start: number;
  readonly end: number;
  readonly replaced: number;
}
interface Candidate {
  readonly token: string;
  readonly score: number;
}
type Answer = Readonly<Record<string, unknown>>;

const MASK = '[MASK]';
/** Milliseconds without a key before the model is asked. */
const PAUSE = 250;
/** A token whose doubt changes by less is not pointed out. */
const CHANGE = 0.1;
/** Candidates that are offered. */
const SUGGESTIONS = 8;

const byId = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;
const text = byId<HTMLTextAreaElement>('text');
const word = byId<HTMLInputElement>('word');
const percent = (share: number): string => `${Math.round(100 * share)} %`;

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Says what goes on, to screen readers too. */
function tell(message: string, failed = false): void {
  const state = byId('state');
  state.classList.toggle('failed', failed);
  if (state.textContent !== message) state.textContent = message;
}

async function ask<T>(operation: string, question: object): Promise<T> {
  const response = await fetch(`api/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  const answer = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The server said ${response.status}.`);
  return answer;
}

/** Runs what the newest call asked for; what an older one finds is dropped. */
function newest(work: (isNewest: () => boolean) => Promise<void>): () => void {
  let calls = 0;
  return () => {
    const own = ++calls;
    work(() => own === calls).catch((error: Error) => own === calls && tell(error.message, true));
  };
}

function afterPause(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, PAUSE);
  };
}

// Tokens as heat

let shown: readonly Token[] = [];
/** Where the word stands that is being swapped. */
let chosen: { start: number; end: number } | null = null;

const readText = newest(async (isNewest) => {
  const asked = text.value;
  const { tokens } = await ask<{ tokens: Token[] }>('detect', { text: asked });
  if (!isNewest() || asked !== text.value) return;
  const likely = tokens.filter(({ replaced }) => replaced > 0.5).length;
  showTokens(asked, tokens);
  tell(`${tokens.length} tokens, ${likely} more likely replaced than not.`);
});

/** For each token how its doubt differs from before, where the same token stood at its place counted from the start or the end. */
function changes(before: readonly Token[], now: readonly Token[]): (number | null)[] {
  let head = 0;
  while (head < Math.min(before.length, now.length) && before[head].token === now[head].token) head++;
  let tail = 0;
  const same = (n: number) => before[before.length - 1 - n].token === now[now.length - 1 - n].token;
  while (tail < Math.min(before.length, now.length) - head && same(tail)) tail++;
  return now.map(({ replaced }, i) => {
    const old = i < head ? before[i] : i >= now.length - tail ? before[before.length - (now.length - i)] : null;
    return old === null ? null : replaced - old.replaced;
  });
}

function showTokens(whole: string, tokens: readonly Token[]): void {
  const box = byId('tokens');
  const focused = [...box.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
  const changed = changes(shown, tokens);
  const parts: (Node | string)[] = [];
  let at = 0;
  tokens.forEach((token, i) => {
    const { start, end, replaced } = token;
    if (start > at) parts.push(whole.slice(at, start));
    at = Math.max(at, end);
    const moved = changed[i] !== null && Math.abs(changed[i]) >= CHANGE ? changed[i] : 0;
    const own = whole.slice(start, end);
    const button = element('button', { type: 'button', tabIndex: -1, title: `doubt ${percent(replaced)}` }, own);
    button.setAttribute('aria-label', `${own}, doubt ${percent(replaced)}${moved === 0 ? '' : `, ${moved > 0 ? 'up' : 'down'} by ${percent(Math.abs(moved))}`}`);
    button.setAttribute('aria-pressed', String(chosen !== null && start >= chosen.start && end <= chosen.end));
    button.style.setProperty('--doubt', `${100 * replaced}%`);
    button.classList.toggle('likely', replaced > 0.5);
    if (moved !== 0) button.append(element('small', {}, moved > 0 ? '▲' : '▼'));
    button.addEventListener('click', () => choose(token));
    parts.push(button);
  });
  parts.push(whole.slice(at));
  box.replaceChildren(...parts);
  shown = tokens;
  const buttons = box.querySelectorAll('button');
  const reachable = buttons[Math.min(Math.max(0, focused), buttons.length - 1)];
  if (reachable) reachable.tabIndex = 0;
  if (focused >= 0) reachable?.focus();
}

/** One stop for the Tab key; arrows move between tokens, as in every toolbar. */
byId('tokens').addEventListener('keydown', (event) => {
  const buttons = [...byId('tokens').querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const places: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
  const next = buttons[places[event.key] ?? -1];
  if (at < 0 || !next) return;
  event.preventDefault();
  buttons[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

/** Chooses the whole word around a token. */
function choose({ start, end }: Token): void {
  const inWord = (place: number) => /[\p{L}\p{N}'’]/u.test(text.value[place] ?? '');
  if (inWord(start)) {
    while (inWord(start - 1)) start--;
    while (inWord(end)) end++;
  }
  chosen = { start, end };
  byId('chosen').textContent = text.value.slice(start, end);
  word.value = text.value.slice(start, end);
  byId('swap').hidden = false;
  word.focus();
  word.select();
  markChosen();
  suggest();
}

function markChosen(): void {
  byId('tokens').querySelectorAll('button').forEach((button, i) => {
    const isIn = chosen !== null && shown[i].start >= chosen.start && shown[i].end <= chosen.end;
    button.setAttribute('aria-pressed', String(isIn));
  });
}

function closeSwap(): void {
  chosen = null;
  byId('swap').hidden = true;
  markChosen();
  byId('tokens').querySelector<HTMLButtonElement>('button[tabindex="0"]')?.focus();
}

function swapFor(replacement: string): void {
  if (chosen === null) return;
  const { start, end } = chosen;
  text.value = text.value.slice(0, start) + replacement + text.value.slice(end);
  chosen = { start, end: start + replacement.length };
  byId('chosen').textContent = replacement;
  word.value = replacement;
  changed();
}

byId('swap').addEventListener('submit', (event) => {
  event.preventDefault();
  swapFor(word.value);
});
byId('swap').addEventListener('keydown', (event) => event.key === 'Escape' && closeSwap());
byId('close').addEventListener('click', closeSwap);

const candidateButton = ({ token, score }: Candidate, use: (token: string) => void): HTMLButtonElement => {
  const button = element('button', { type: 'button' }, `${token} ${percent(score)}`);
  button.addEventListener('click', () => use(token));
  return button;
};

/** A token that goes on with the word before it, as WordPiece writes it. */
const goesOn = (token: string): boolean => token.startsWith('##');
/** A token as it stands in a text: without the marks of WordPiece, byte-level BPE and Unigram. */
const plain = (token: string): string => token.replace(/^(?:##|Ġ|▁)/, '');

let model: Model;

/** What the generator would put in place of the chosen word. */
const suggest = newest(async (isNewest) => {
  const box = byId('suggestions');
  box.replaceChildren();
  if (!model.fillMask || chosen === null) return;
  const { start, end } = chosen;
  // Other masks of the text are none of this question's.
  const before = text.value.slice(0, start).replaceAll(MASK, '');
  const { masks } = await ask<{ masks: Candidate[][] }>('fill-mask', { text: `${before}${MASK}${text.value.slice(end).replaceAll(MASK, '')}`, topK: 24 });
  // A whole word is swapped: no use for the end of another one.
  const words = masks[0].filter(({ token }) => !goesOn(token)).slice(0, SUGGESTIONS);
  if (isNewest()) box.replaceChildren(...words.map((candidate) => candidateButton(candidate, (token) => swapFor(plain(token)))));
});

// Masks

const fillMasks = newest(async (isNewest) => {
  const asked = text.value;
  if (!asked.includes(MASK)) {
    byId('masks').replaceChildren();
    return;
  }
  const { masks } = await ask<{ masks: Candidate[][] }>('fill-mask', { text: asked, topK: SUGGESTIONS });
  if (!isNewest() || asked !== text.value) return;
  const useAt = (mask: number) => (token: string) => {
    const parts = text.value.split(MASK);
    const put = (before: string) => (goesOn(token) ? before.trimEnd() : before) + plain(token);
    text.value = parts.slice(1).reduce((sum, part, i) => (i === mask ? put(sum) : sum + MASK) + part, parts[0]);
    changed();
  };
  byId('masks').replaceChildren(
    ...masks.map((candidates, mask) => {
      const title = element('h3', {}, `Mask ${mask + 1} of ${masks.length}`);
      return element('div', { className: 'candidates card' }, title, ...candidates.map((each) => candidateButton(each, useAt(mask))));
    }),
  );
  if (!model.detect) tell(`${masks.length === 1 ? 'One mask' : `${masks.length} masks`} filled.`);
});

byId('mask').addEventListener('click', () => {
  text.setRangeText(MASK, text.selectionStart, text.selectionEnd, 'end');
  text.focus();
  changed();
});

function changed(): void {
  if (model.detect) readText();
  if (model.fillMask) fillMasks();
}
const changedSoon = afterPause(changed);
text.addEventListener('input', () => {
  // Places have moved: the chosen word may be another one now.
  if (chosen !== null) {
    chosen = null;
    byId('swap').hidden = true;
  }
  changedSoon();
});

// A fine-tuned model's task

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly optional?: boolean;
}
const second = { name: 'pair', label: 'Second text, if the task judges pairs', value: '', optional: true };
const aText = { name: 'text', label: 'Text', value: 'The meal was good.' };
const fields: Readonly<Record<string, readonly Field[]>> = {
  classification: [aText, second],
  regression: [aText, second],
  multilabel: [aText, second],
  tagging: [{ ...aText, value: 'Ada Lovelace lived in London.' }],
  'question-answering': [
    { name: 'context', label: 'Text to find the answer in', value: 'The chef cooked the meal in the evening.' },
    { name: 'question', label: 'Question', value: 'Who cooked the meal?' },
  ],
  'multiple-choice': [
    { name: 'text', label: 'Text', value: 'The chef cooked a meal.' },
    { name: 'question', label: 'Question, if there is one', value: '', optional: true },
    { name: 'choices', label: 'Choices, one a line', value: 'It was eaten.\nIt flew away.' },
  ],
};

function showTask(kind: string): void {
  const form = byId('question');
  for (const { name, label, value } of fields[kind]) {
    form.append(element('label', { htmlFor: `field-${name}` }, label), element('textarea', { id: `field-${name}`, rows: name === 'pair' || name === 'question' ? 2 : 4, value }));
  }
  const askSoon = afterPause(() => askTask(kind));
  form.addEventListener('input', askSoon);
  askTask(kind);
}

function askTask(kind: string): void {
  const values = fields[kind].map(({ name, optional }) => {
    const value = byId<HTMLTextAreaElement>(`field-${name}`).value;
    if (name === 'choices') return [name, value.split('\n').filter((line) => line.trim() !== '')] as const;
    return [name, optional && value.trim() === '' ? undefined : value] as const;
  });
  answerTask(Object.fromEntries(values), kind);
}

let asked: readonly [object, string] = [{}, ''];
const answerNewest = newest(async (isNewest) => {
  const [question, kind] = asked;
  const answer = await ask<Answer>('predict', question);
  if (!isNewest()) return;
  byId('answer').hidden = false;
  byId('answer').replaceChildren(...answerParts(answer, kind));
  tell('');
});
function answerTask(question: object, kind: string): void {
  asked = [question, kind];
  answerNewest();
}

function scoreList(scores: readonly (readonly [string, number])[], best: readonly string[]): HTMLElement {
  const rows = [...scores]
    .sort((a, b) => b[1] - a[1])
    .flatMap(([name, score]) => {
      const meter = element('meter', { min: 0, max: 1, value: score, textContent: percent(score) });
      meter.setAttribute('aria-label', `${name}: ${percent(score)}`);
      return [
        element('dt', { className: best.includes(name) ? 'best' : '' }, name),
        element('dd', {}, meter),
        element('dd', {}, score.toFixed(3)),
      ];
    });
  return element('dl', { className: 'scores' }, ...rows);
}

/** A text in which stretches are marked. */
function marked(whole: string, spans: readonly { readonly start: number; readonly end: number; readonly label: string }[]): HTMLElement {
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const { start, end, label } of spans) {
    parts.push(whole.slice(at, start), element('mark', {}, whole.slice(start, end), ...(label ? [element('small', {}, ` ${label}`)] : [])));
    at = end;
  }
  return element('p', { className: 'passage' }, ...parts, whole.slice(at));
}

function answerParts(answer: Answer, kind: string): Node[] {
  const title = (value: string) => element('p', {}, element('b', {}, value));
  const scores = answer['scores'] as Readonly<Record<string, number>>;
  switch (kind) {
    case 'classification':
      return [title(answer['label'] as string), scoreList(Object.entries(scores), [answer['label'] as string])];
    case 'multilabel': {
      const labels = answer['labels'] as string[];
      return [title(labels.join(', ') || 'no label'), scoreList(Object.entries(scores), labels)];
    }
    case 'regression':
      return [title((answer['score'] as number).toFixed(3))];
    case 'tagging': {
      const entities = answer['entities'] as { start: number; end: number; label: string; text: string; score: number }[];
      const list = entities.map(({ label, text: own, score }) => element('li', {}, `${own}: ${label}, ${percent(score)}`));
      return [marked(answer['text'] as string, entities), list.length === 0 ? title('Nothing is marked.') : element('ul', {}, ...list)];
    }
    case 'question-answering': {
      const { start, end, score } = answer as unknown as { start: number; end: number; score: number };
      const none = answer['unanswerable'] === true;
      return [
        title(`${none ? 'No answer' : (answer['answer'] as string)}, ${percent(score)}`),
        marked(answer['context'] as string, none ? [] : [{ start, end, label: '' }]),
      ];
    }
    default: {
      const choices = answer['choices'] as string[];
      const pairs = choices.map((choice, i) => [choice, (answer['scores'] as number[])[i]] as const);
      const best = choices[answer['choice'] as number];
      return [title(best), scoreList(pairs, [best])];
    }
  }
}

async function start(): Promise<void> {
  model = (await (await fetch('api/model')).json()) as Model;
  const can = [
    ...(model.detect ? ['judges tokens'] : []),
    ...(model.fillMask ? ['fills masks'] : []),
    ...(model.kind === null ? [] : [`answers (${model.kind})`]),
  ];
  byId('about').textContent = `${model.name} ${can.join(' and ')}.`;
  document.title = `${model.name}: try a model`;
  byId('reader').hidden = !model.detect && !model.fillMask;
  byId('heat').hidden = !model.detect;
  byId('fill').hidden = !model.fillMask;
  byId('task').hidden = model.kind === null;
  if (!model.detect && model.fillMask) text.value = `The chef cooked the ${MASK}.`;
  changed();
  if (model.kind !== null) showTask(model.kind);
}

start().catch((error: Error) => tell(error.message, true));

export {};
