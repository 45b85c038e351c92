import type { TaskKindName } from '@electra-ts/tasks';
import { z } from 'zod';

const probability = z.number().min(0).max(1);
/** What is refused wherever a text is wanted, as on the command line. */
const filled = z.string().regex(/\S/, 'expected a text that is not blank');
const text = filled.describe('A text of any length; what is too long for the model is read in overlapping windows.');
const place = { start: z.int().describe('First UTF-16 unit in the text.'), end: z.int().describe('One past the last.') };

/** What may be asked, and what is answered: checked at each request, and published as the OpenAPI description. */
export const detectRequest = z.strictObject({ text });
export const detectResponse = z.object({
  text: z.string(),
  tokens: z.array(
    z.object({ token: z.string(), id: z.int(), ...place, logit: z.number(), replaced: probability.describe('That the token was replaced.') }),
  ),
});

export const fillRequest = z.strictObject({
  text: z.string().includes('[MASK]').describe('A text with [MASK] in it, once or more.'),
  topK: z.int().min(1).max(100).default(5).describe('Candidates for each mask.'),
});
export const fillResponse = z.object({
  text: z.string(),
  masks: z.array(z.array(z.object({ token: z.string(), id: z.int(), score: probability }))).describe('For each mask its candidates, best first.'),
});

const texts = z.strictObject({ text: filled, pair: filled.optional() });
const scores = z.record(z.string(), probability);

/** What `predict` takes, by the model's kind of task. */
export const predictRequests = {
  classification: texts,
  regression: texts,
  multilabel: texts,
  tagging: z.strictObject({ text: filled }),
  'question-answering': z.strictObject({ question: filled, context: filled }),
  'multiple-choice': z.strictObject({
    text: filled,
    question: filled.optional(),
    choices: z.array(filled).min(2, 'expected at least 2').max(20, 'expected at most 20'),
  }),
} as const satisfies Record<TaskKindName, z.ZodType>;

const asked = { text: z.string(), pair: z.string().optional() };

/** What `predict` answers: the same as `electra-evaluator predict --json`. */
export const predictResponses = {
  classification: z.object({ ...asked, label: z.string(), scores: scores.describe('Probability by label.') }),
  regression: z.object({ ...asked, score: z.number() }),
  multilabel: z.object({ ...asked, labels: z.array(z.string()), scores }),
  tagging: z.object({
    text: z.string(),
    entities: z.array(z.object({ label: z.string(), ...place, text: z.string(), score: probability })),
    tokens: z.array(z.object({ token: z.string(), ...place, label: z.string() })),
  }),
  'question-answering': z.object({
    question: z.string(),
    context: z.string(),
    answer: z.string(),
    ...place,
    score: probability,
    unanswerable: z.boolean(),
  }),
  'multiple-choice': z.object({
    text: z.string(),
    question: z.string().optional(),
    choices: z.array(z.string()),
    choice: z.int(),
    scores: z.array(probability),
  }),
} as const satisfies Record<TaskKindName, z.ZodType>;

/** What the server can do with its model. */
export const modelResponse = z.object({
  name: z.string().describe("The model's folder."),
  detect: z.boolean(),
  fillMask: z.boolean(),
  kind: z.string().nullable().describe('Kind of task of a fine-tuned model, which answers at /api/predict.'),
  labels: z.array(z.string()),
});

export const errorResponse = z.object({ error: z.string().describe('What was wrong, in a sentence.') });
