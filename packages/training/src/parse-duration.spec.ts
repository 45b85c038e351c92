import { UserError } from '@electra-ts/config';
import { parseDuration } from './parse-duration.js';

it.each([
  ['90', 90],
  ['90s', 90],
  ['55m', 3300],
  ['55 min', 3300],
  ['1.5h', 5400],
  ['2h30m', 9000],
  ['1d', 86_400],
])('%s is %d s', (text, expected) => {
  expect(parseDuration(text, '--max-time')).toBe(expected);
});

it.each(['', '0m', '-5m', '8 hours', 'h', '5x', 'm5'])('refuses %j', (text) => {
  expect(() => parseDuration(text, '--max-time')).toThrow(UserError);
  expect(() => parseDuration(text, '--max-time')).toThrow(/--max-time: expected a duration/);
});
