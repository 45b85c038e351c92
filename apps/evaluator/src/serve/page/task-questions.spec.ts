import { taskKinds } from '@electra-ts/tasks';
import { predictRequests } from '../schemas.js';
import { missingOf, questionFields, questionOf } from './task-questions.js';

/** What stands in the fields of a kind, before or after something is typed. */
const fields = (kind: string, typed: Record<string, string>) => (name: string) => typed[name] ?? (questionFields[kind].find((field) => field.name === name)?.value as string);
const reading = (kind: string, typed: Record<string, string> = {}) => questionOf(kind, fields(kind, typed));

describe('questionFields', () => {
  it('are there for each kind of task, and begin with a question that the server takes', () => {
    expect(Object.keys(questionFields).sort()).toEqual([...taskKinds].sort());
    for (const kind of taskKinds) {
      const question = reading(kind);
      expect(predictRequests[kind].parse(question)).toEqual(question);
    }
  });

  it('have another name each', () => {
    for (const fields of Object.values(questionFields)) expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  });
});

describe('questionOf', () => {
  it('leaves out what may be absent where it is blank, and sends it otherwise', () => {
    expect(reading('classification', { text: 'a', pair: ' \n' })).toEqual({ text: 'a' });
    expect(reading('classification', { text: 'a', pair: ' b ' })).toEqual({ text: 'a', pair: ' b ' });
  });

  it('takes choices from lines, without blank ones', () => {
    expect(reading('multiple-choice', { text: 't', choices: 'x\n\n  \ny y\n' })).toEqual({ text: 't', choices: ['x', 'y y'] });
  });
});

describe('missingOf', () => {
  const missing = (kind: string, typed: Record<string, string> = {}) => missingOf(kind, fields(kind, typed));

  it('is what the server would not take', () => {
    for (const kind of taskKinds) {
      expect([kind, missing(kind)]).toEqual([kind, null]);
      for (const { name, label, optional } of questionFields[kind]) {
        const typed = { [name]: ' \n' };
        expect([name, predictRequests[kind].safeParse(reading(kind, typed)).success]).toEqual([name, optional === true]);
        expect([name, missing(kind, typed)]).toEqual([name, optional === true ? null : expect.stringContaining(label)]);
      }
    }
  });

  it('is a sentence', () => {
    expect(missing('tagging', { text: '' })).toBe('There is nothing yet under “Text”.');
    expect(missing('multiple-choice', { choices: 'one\n\n' })).toBe('There are not 2 lines yet under “Choices, one a line”.');
  });
});
