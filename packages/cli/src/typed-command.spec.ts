import { typedCommand } from './typed-command.js';

describe('typedCommand', () => {
  it.each([
    ['by the shell', {}, 'bake bread'],
    ['by npx', { npm_command: 'exec' }, 'npx bake bread'],
    ['by a script of npm', { npm_command: 'run-script' }, 'npx bake bread'],
    ['by nx', { NX_TASK_TARGET_TARGET: 'bread' }, 'npx bake bread'],
  ])('is what a user types whose command was found %s', (_, environment, typed) => {
    expect(typedCommand('bake bread', environment)).toBe(typed);
  });
});
