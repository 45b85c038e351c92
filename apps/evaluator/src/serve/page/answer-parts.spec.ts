/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { parseHTML } from 'linkedom';
import { type Answer, answerParts } from './answer-parts.js';

describe('answerParts', () => {
  beforeAll(() => {
    globalThis.document = parseHTML('<p></p>').document as unknown as Document;
  });
  afterAll(() => Reflect.deleteProperty(globalThis, 'document'));

  /** The answer as elements of a box. */
  const shown = (kind: string, answer: Answer): HTMLElement => {
    const box = document.createElement('div');
    box.append(...answerParts(answer, kind));
    return box;
  };
  const texts = (box: HTMLElement, selector: string) => [...box.querySelectorAll(selector)].map(({ textContent }) => textContent);

  it('classification: the label, and all scores, the highest first', () => {
    const box = shown('classification', { label: 'b', scores: { a: 0.25, b: 0.625, c: 0.125 } });
    expect(texts(box, 'p')).toEqual(['b']);
    expect(texts(box, 'dt')).toEqual(['b', 'a', 'c']);
    expect(texts(box, 'dt.best')).toEqual(['b']);
    expect(texts(box, 'dd:nth-of-type(2n)')).toEqual(['0.625', '0.250', '0.125']);
    expect(box.querySelector('meter')?.getAttribute('aria-label')).toBe('b: 63 %');
  });

  it('multilabel: several labels, or none', () => {
    expect(texts(shown('multilabel', { labels: ['a', 'c'], scores: { a: 0.9, b: 0.1, c: 0.6 } }), 'dt.best')).toEqual(['a', 'c']);
    expect(texts(shown('multilabel', { labels: [], scores: { a: 0.1 } }), 'p')).toEqual(['no label']);
  });

  it('tagging: stretches in their text, and a word where there are none', () => {
    const entities = [{ start: 0, end: 3, label: 'PER', text: 'Ada', score: 0.9 }, { start: 8, end: 12, label: 'LOC', text: 'Rome', score: 0.5 }];
    const box = shown('tagging', { text: 'Ada saw Rome.', entities });
    expect(texts(box, '.passage')).toEqual(['Ada PER saw Rome LOC.']);
    expect(texts(box, 'mark')).toEqual(['Ada PER', 'Rome LOC']);
    expect(texts(box, 'li')).toEqual(['Ada: PER, 90 %', 'Rome: LOC, 50 %']);
    expect(texts(shown('tagging', { text: 'No.', entities: [] }), 'p')).toEqual(['No.', 'Nothing is marked.']);
  });

  it('question answering: the answer where it stands, and nowhere where there is none', () => {
    const answer = { context: 'the red car', answer: 'red', start: 4, end: 7, score: 0.75, unanswerable: false };
    expect(texts(shown('question-answering', answer), 'p')).toEqual(['red, 75 %', 'the red car']);
    expect(texts(shown('question-answering', answer), 'mark')).toEqual(['red']);
    const none = shown('question-answering', { ...answer, answer: '', unanswerable: true });
    expect([texts(none, 'b'), texts(none, 'mark')]).toEqual([['No answer, 75 %'], []]);
  });

  it('regression: three digits; multiple choice: the choice and what others got', () => {
    expect(texts(shown('regression', { score: -1.23456 }), 'p')).toEqual(['-1.235']);
    const box = shown('multiple-choice', { choices: ['no', 'yes'], choice: 1, scores: [0.25, 0.75] });
    expect([texts(box, 'p'), texts(box, 'dt')]).toEqual([['yes'], ['yes', 'no']]);
  });

  it('never takes what a model says for markup', () => {
    const box = shown('classification', { label: '<img src=x>', scores: { '<img src=x>': 1 } });
    expect(box.querySelector('img')).toBeNull();
    expect(texts(box, 'p')).toEqual(['<img src=x>']);
  });
});
