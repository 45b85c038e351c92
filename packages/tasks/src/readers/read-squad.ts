import { UserError } from '@electra-ts/config';
import { z } from 'zod';
import { checkAnswers, type QuestionExample } from '../kinds/question-answering.js';
import { parsedJson, readTextFile } from './read-text-file.js';
import type { Row } from './read-rows.js';
import { textIn } from './read-rows.js';

const answer = z.looseObject({ text: z.string(), answer_start: z.int().nonnegative() });
const squadFile = z.looseObject({
  data: z.array(
    z.looseObject({
      paragraphs: z.array(
        z.looseObject({
          context: z.string(),
          qas: z.array(
            z.looseObject({ id: z.string(), question: z.string(), answers: z.array(answer).optional() }),
          ),
        }),
      ),
    }),
  ),
});

/**
 * The questions of a SQuAD file, version 1.1 or 2.0. Its `answer_start` counts code points, ours UTF-16 units.
 *
 * @throws UserError for a file that cannot be read or is none of SQuAD's, a repeated id, and an answer that does not
 *   stand where it is said to
 */
export async function readSquad(path: string): Promise<QuestionExample[]> {
  const parsed = squadFile.safeParse(parsedJson(await readTextFile(path)));
  if (!parsed.success) {
    const { path: at, message } = parsed.error.issues[0];
    throw new UserError({
      what: `${path} is not a SQuAD file`,
      expected: '{"data": [{"paragraphs": [{"context", "qas": [{"id", "question", "answers"}]}]}]}',
      received: at.length === 0 ? 'something else' : `at ${at.join('.')}: ${message}`,
    });
  }
  const examples = parsed.data.data.flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) => {
      const place = unitsOf(context);
      return qas.map(({ id, question, answers }) => {
        const found = answers?.map(({ text, answer_start }) => ({ text, start: place(answer_start) }));
        const example: QuestionExample = { id, question, context, ...(found && { answers: found }) };
        checkAnswers(example, `${path}, ${id}`);
        return example;
      });
    }),
  );
  if (examples.length === 0) {
    throw new UserError({ what: `${path} holds no examples.`, expected: 'at least one question' });
  }
  refuseRepeatedIds(examples, path);
  return examples;
}

/** @throws UserError where two questions have the same id: a file of answers by id would hold one of them */
export function refuseRepeatedIds(examples: readonly QuestionExample[], path: string): void {
  const seen = new Set<string>();
  for (const { id } of examples) {
    if (id === undefined) continue;
    if (seen.has(id)) throw new UserError({ what: `${path} has the question "${id}" twice`, expected: 'each id once' });
    seen.add(id);
  }
}

/**
 * A question out of a line of JSON. Its answers are texts, of which the first place in the context is taken;
 * `{"text", "answer_start"}` as in SQuAD; or `{"text": […], "answer_start": […]}` as `datasets` of Hugging Face has it.
 *
 * @throws UserError where a key is missing, an id is neither text nor a number, or an answer does not stand in the context
 */
export function questionOf(row: Row, keys: { readonly question: string; readonly context: string; readonly answers: string }): QuestionExample {
  const [question, context] = [textIn(row, keys.question), textIn(row, keys.context)];
  const id = idOf(row);
  const given = listOf(row.values[keys.answers]);
  if (given === null) {
    throw new UserError({
      what: `${row.where}: '${keys.answers}' holds no answers`,
      expected: 'a list of texts, or of {"text", "answer_start"}; [] where there is no answer',
      received: JSON.stringify(row.values[keys.answers])?.slice(0, 60),
    });
  }
  const place = unitsOf(context);
  const answers = given?.map(({ text, answer_start }) => ({
    text,
    start: answer_start === undefined ? firstPlace(text, context, row.where) : place(answer_start),
  }));
  const example: QuestionExample = {
    ...(id !== undefined && { id }),
    ...{ question, context },
    ...(answers && { answers }),
  };
  checkAnswers(example, row.where);
  return example;
}

/** What submissions call the question; absent where the file has none. */
function idOf({ where, values: { id } }: Row): string | undefined {
  if (id === undefined || typeof id === 'string') return id;
  if (typeof id === 'number') return String(id);
  throw new UserError({ what: `${where}: 'id' is not an id`, expected: 'text or a number', received: JSON.stringify(id).slice(0, 60) });
}

function firstPlace(text: string, context: string, where: string): number {
  const place = context.indexOf(text);
  if (place >= 0) return place;
  throw new UserError({
    what: `${where}: an answer does not stand in the context`,
    expected: 'each answer as the context has it, letter by letter',
    received: `"${text.slice(0, 60)}"`,
  });
}

const answerLists = z.union([
  z.array(z.union([z.string().transform((text) => ({ text, answer_start: undefined })), answer])),
  z.looseObject({ text: z.array(z.string()), answer_start: z.array(z.int().nonnegative()) }).transform(
    ({ text, answer_start }) => text.map((each, i) => ({ text: each, answer_start: answer_start[i] as number | undefined })),
  ),
]);

/** undefined where there is no such key, null where it holds something else. */
function listOf(value: unknown): readonly { readonly text: string; readonly answer_start?: number }[] | null | undefined {
  if (value === undefined) return undefined;
  const parsed = answerLists.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Turns places counted in code points into places counted in UTF-16 units. */
function unitsOf(text: string): (place: number) => number {
  if (!/[\uD800-\uDFFF]/.test(text)) return (place) => place;
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  return (place) => starts[place] ?? at;
}
