import { taskKinds } from '@electra-ts/tasks';
import { predictRequests } from '../schemas.js';
import { questionFields, questionOf } from './task-questions.js';

/** What stands in the fields of a kind, before or after something is typed. */
const reading = (kind: string, typed: Record<string, string> = {}) => questionOf(kind, (name) => typed[name] ?? (questionFields[kind].find((field) => field.name === name)?.value as string));

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

  it('sends blank what must not be, so that the server says so', () => {
    expect(reading('tagging', { text: '' })).toEqual({ text: '' });
  });

  it('takes choices from lines, without blank ones', () => {
    expect(reading('multiple-choice', { text: 't', choices: 'x\n\n  \ny y\n' })).toEqual({ text: 't', choices: ['x', 'y y'] });
  });
});
