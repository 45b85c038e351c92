/** What a kind of task is asked, a field of the page each. */
export interface QuestionField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly optional?: boolean;
}
const second = { name: 'pair', label: 'Second text, if the task judges pairs', value: '', optional: true };
const aText = { name: 'text', label: 'Text', value: 'The meal was good.' };

/** The fields of each kind of task, with something to begin with. */
export const questionFields: Readonly<Record<string, readonly QuestionField[]>> = {
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

/** The least of lines that there are to choose from. */
const CHOICES = 2;

/**
 * What has to be typed before there is something to ask, as a sentence; null for nothing.
 *
 * @param valueOf what stands in a field
 */
export function missingOf(kind: string, valueOf: (name: string) => string): string | null {
  const question = questionOf(kind, valueOf);
  const lacks = (name: string, value: string | string[] | undefined) => (name === 'choices' ? (value?.length ?? 0) < CHOICES : String(value).trim() === '');
  const missing = questionFields[kind].find(({ name, optional }) => optional !== true && lacks(name, question[name]));
  if (missing === undefined) return null;
  return `There ${missing.name === 'choices' ? `are not ${CHOICES} lines` : 'is nothing'} yet under “${missing.label}”.`;
}

/**
 * The question to send: choices are lines, and what may be absent is where it is blank.
 *
 * @param valueOf what stands in a field
 */
export function questionOf(kind: string, valueOf: (name: string) => string): Record<string, string | string[]> {
  const values = questionFields[kind].flatMap(({ name, optional }): [string, string | string[]][] => {
    const value = valueOf(name);
    if (name === 'choices') return [[name, value.split('\n').filter((line) => line.trim() !== '')]];
    return optional && value.trim() === '' ? [] : [[name, value]];
  });
  return Object.fromEntries(values);
}
