import { taskKinds } from '@electra-ts/tasks';
import type { z } from 'zod';
import { detectRequest, detectResponse, fillRequest, fillResponse, predictRequests, predictResponses } from './schemas.js';

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('requests', () => {
  it('to detect are a text, and nothing else', () => {
    expect(takes(detectRequest, { text: 'a' })).toBe(true);
    expect([{ text: '' }, { text: ' \n' }].map((each) => takes(detectRequest, each))).toEqual([false, false]);
    expect([{}, { text: 1 }, { text: 'a', model: 'x' }, null, ['a'], 'a'].map((each) => takes(detectRequest, each))).toEqual(Array(6).fill(false));
  });

  it('to fill masks have one, and ask for 5 candidates unless they say how many', () => {
    expect(fillRequest.parse({ text: 'a [MASK]' })).toEqual({ text: 'a [MASK]', topK: 5 });
    expect(takes(fillRequest, { text: 'a [mask]' })).toBe(false);
    const topK = [0, 1, 100, 101, 1.5, '5'].map((each) => takes(fillRequest, { text: '[MASK]', topK: each }));
    expect(topK).toEqual([false, true, true, false, false, false]);
  });

  it('to predict have the fields of their kind', () => {
    const examples: Record<keyof typeof predictRequests, object> = {
      classification: { text: 'a', pair: 'b' },
      regression: { text: 'a' },
      multilabel: { text: 'a' },
      tagging: { text: 'a' },
      'question-answering': { question: 'a', context: 'b' },
      'multiple-choice': { text: 'a', choices: ['b', 'c'] },
    };
    for (const kind of taskKinds) {
      const schema = predictRequests[kind];
      const example = examples[kind];
      expect(takes(schema, example)).toBe(true);
      // No field may be blank, and none is unknown.
      for (const key of Object.keys(example)) expect([key, takes(schema, { ...example, [key]: ' ' })]).toEqual([key, false]);
      expect(takes(schema, { ...example, label: 'a' })).toBe(false);
    }
  });

  it('to choose offer two choices or more', () => {
    const offering = (count: number) => takes(predictRequests['multiple-choice'], { text: 'a', choices: Array(count).fill('x') });
    expect([1, 2, 20, 21].map(offering)).toEqual([false, true, true, false]);
  });
});

describe('answers', () => {
  it('have probabilities between 0 and 1', () => {
    const detected = (replaced: number) => takes(detectResponse, { text: 'a', tokens: [{ token: 'a', id: 1, start: 0, end: 1, logit: -50, replaced }] });
    const filled = (score: number) => takes(fillResponse, { text: 'a', masks: [[{ token: 'a', id: 1, score }]] });
    const classified = (score: number) => takes(predictResponses.classification, { text: 'a', label: 'x', scores: { x: score } });
    for (const answer of [detected, filled, classified]) expect([-0.1, 0, 1, 1.1, NaN].map(answer)).toEqual([false, true, true, false, false]);
  });

  it('are described for each kind that can be asked', () => {
    expect(Object.keys(predictResponses).sort()).toEqual([...taskKinds].sort());
    expect(takes(predictResponses.regression, { text: 'a', score: -3 })).toBe(true);
  });
});
