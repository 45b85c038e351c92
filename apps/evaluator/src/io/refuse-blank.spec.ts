import { refuseBlank } from './refuse-blank.js';

describe('refuseBlank', () => {
  it.each([{ text: 'a' }, { text: 'a', pair: ' b ' }, { text: 'a', choices: ['b', 'c'] }, { text: 'a', words: [{ start: 0, end: 1 }] }])('lets %j be', (asked) => {
    expect(refuseBlank(asked)).toBe(asked);
  });

  it.each([
    [{ text: '' }, 'text'],
    [{ text: 'a', pair: ' \n' }, 'pair'],
    [{ text: 'a', choices: ['b', '\t'] }, 'choices'],
  ])('refuses %j', (asked, key) => {
    expect(() => refuseBlank(asked)).toThrow(`What is under "${key}" is blank: expected a text that is not blank.`);
  });
});
