/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// The page's script, which runs in the browser and is served as compiled: it imports only what is beside it.
import { afterPause } from './after-pause.js';
import { type Answer, answerParts } from './answer-parts.js';
import { ask } from './ask.js';
import { goesOn, MASK, maskedAt, plainToken, withMaskFilled } from './candidates.js';
import { byId, element, tell } from './elements.js';
import { newest } from './newest.js';
import { percent } from './percent.js';
import { missingOf, questionFields, questionOf } from './task-questions.js';
import { tokenChanges } from './token-changes.js';
import { wordAround } from './word-around.js';

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
/** Milliseconds without a key before the model is asked. */
const PAUSE = 250;
/** A token whose doubt changes by less is not pointed out. */
const CHANGE = 0.1;
/** Candidates that are offered. */
const SUGGESTIONS = 8;

const tellFailure = (error: Error): void => tell(error.message, true);
/** What to do where an answer fails: the one to the question before does not stay under the new one. */
const failing =
  (clear: () => void) =>
  (error: Error): void => {
    clear();
    tellFailure(error);
  };
const text = byId<HTMLTextAreaElement>('text');
const word = byId<HTMLInputElement>('word');
// Tokens as heat

let shown: readonly Token[] = [];
/** The text that they are the tokens of: what is typed since then has moved their places. */
let judged = '';
/** Where the word stands that is being swapped. */
let chosen: { start: number; end: number } | null = null;

const readText = newest(async (isNewest) => {
  const asked = text.value;
  if (asked.trim() === '') {
    clearTokens();
    tell('');
    return;
  }
  const { tokens } = await ask<{ tokens: Token[] }>('detect', { text: asked });
  if (!isNewest() || asked !== text.value) return;
  const likely = tokens.filter(({ replaced }) => replaced > 0.5).length;
  showTokens(asked, tokens);
  tell(`${tokens.length} tokens, ${likely} more likely replaced than not.`);
}, failing(clearTokens));

function clearTokens(): void {
  showTokens('', []);
}

function showTokens(whole: string, tokens: readonly Token[]): void {
  const box = byId('tokens');
  const focused = [...box.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
  const changed = tokenChanges(shown, tokens);
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
  box.classList.remove('stale');
  shown = tokens;
  judged = whole;
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

/** Chooses the whole word around a token, unless the text is not the one any more that the token is of. */
function choose(token: Token): void {
  if (judged !== text.value) return;
  const { start, end } = wordAround(text.value, token);
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
  (byId('tokens').querySelector<HTMLButtonElement>('button[tabindex="0"]') ?? text).focus();
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

let model: Model;

/** What the generator would put in place of the chosen word. */
const suggest = newest(async (isNewest) => {
  const box = byId('suggestions');
  box.replaceChildren();
  if (!model.fillMask || chosen === null) return;
  // Other masks of the text are none of this question's.
  const { masks } = await ask<{ masks: Candidate[][] }>('fill-mask', { text: maskedAt(text.value, chosen), topK: 24 });
  // A whole word is swapped: no use for the end of another one.
  const words = masks[0].filter(({ token }) => !goesOn(token)).slice(0, SUGGESTIONS);
  if (isNewest()) box.replaceChildren(...words.map((candidate) => candidateButton(candidate, (token) => swapFor(plainToken(token)))));
}, tellFailure);

// Masks

const fillMasks = newest(async (isNewest) => {
  const asked = text.value;
  if (!asked.includes(MASK)) {
    byId('masks').replaceChildren();
    // What was said of masks that are gone; where tokens are judged, their number is said.
    if (!model.detect) tell('');
    return;
  }
  const { masks } = await ask<{ masks: Candidate[][] }>('fill-mask', { text: asked, topK: SUGGESTIONS });
  if (!isNewest() || asked !== text.value) return;
  const useAt = (mask: number) => (token: string) => {
    // The mask with this number may be another one by now.
    if (asked !== text.value) return;
    text.value = withMaskFilled(text.value, mask, token);
    changed();
  };
  byId('masks').classList.remove('stale');
  byId('masks').replaceChildren(
    ...masks.map((candidates, mask) => {
      const title = element('h3', {}, `Mask ${mask + 1} of ${masks.length}`);
      return element('div', { className: 'candidates card' }, title, ...candidates.map((each) => candidateButton(each, useAt(mask))));
    }),
  );
  if (!model.detect) tell(`${masks.length === 1 ? 'One mask' : `${masks.length} masks`} filled.`);
}, failing(() => byId('masks').replaceChildren()));

byId('mask').addEventListener('click', () => {
  text.setRangeText(MASK, text.selectionStart, text.selectionEnd, 'end');
  text.focus();
  changed();
});

/** Shows that what is said is of the text before, until there is an answer. */
function outdate(): void {
  for (const id of ['tokens', 'masks']) byId(id).classList.add('stale');
}

function changed(): void {
  outdate();
  if (model.detect) readText();
  if (model.fillMask) fillMasks();
}
const changedSoon = afterPause(changed, PAUSE);
text.addEventListener('input', () => {
  outdate();
  // Places have moved: the chosen word may be another one now.
  if (chosen !== null) {
    chosen = null;
    byId('swap').hidden = true;
  }
  changedSoon();
});

// A fine-tuned model's task

function showTask(kind: string): void {
  const form = byId('question');
  for (const { name, label, value } of questionFields[kind]) {
    form.append(element('label', { htmlFor: `field-${name}` }, label), element('textarea', { id: `field-${name}`, rows: name === 'pair' || name === 'question' ? 2 : 4, value }));
  }
  const askSoon = afterPause(() => answerTask(kind), PAUSE);
  form.addEventListener('input', () => {
    byId('answer').classList.add('stale');
    askSoon();
  });
  answerTask(kind);
}

const fieldValue = (name: string): string => byId<HTMLTextAreaElement>(`field-${name}`).value;

function showAnswer(...parts: Node[]): void {
  const box = byId('answer');
  box.hidden = parts.length === 0;
  box.classList.remove('stale');
  box.replaceChildren(...parts);
}

let task = '';
const answerNewest = newest(async (isNewest) => {
  const missing = missingOf(task, fieldValue);
  if (missing !== null) {
    showAnswer();
    tell(missing);
    return;
  }
  const question = questionOf(task, fieldValue);
  const answer = await ask<Answer>('predict', question);
  // Typed over meanwhile: the answer to that is asked for soon.
  if (!isNewest() || JSON.stringify(question) !== JSON.stringify(questionOf(task, fieldValue))) return;
  showAnswer(...answerParts(answer, task));
  tell('');
}, failing(() => showAnswer()));
function answerTask(kind: string): void {
  task = kind;
  answerNewest();
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

start().catch(tellFailure);
