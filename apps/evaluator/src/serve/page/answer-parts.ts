/// <reference lib="dom" />
// This runs in the browser.
import { element } from './elements.js';
import { percent } from './percent.js';

/** What the server predicted. */
export type Answer = Readonly<Record<string, unknown>>;

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

/**
 * An answer as the page shows it.
 *
 * @param kind of the model's task
 */
export function answerParts(answer: Answer, kind: string): Node[] {
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
