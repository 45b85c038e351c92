import { engineNames, precisionChoices } from '@electra-ts/engine';
import { program } from './program.js';

describe('program', () => {
  it('has the commands that the README lists', () => {
    expect(program().commands.map((command) => command.name())).toEqual(['detect', 'embed', 'fill-mask', 'predict', 'score', 'compare', 'report', 'serve']);
  });

  it('lets every command choose its engine, precision and threads, and print JSON', () => {
    for (const command of program().commands) {
      expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--engine', '--precision', '--threads', '--json']));
      const choices = (flag: string) => command.options.find(({ long }) => long === flag)?.argChoices;
      expect(choices('--engine')).toEqual(['auto', ...engineNames]);
      expect(choices('--precision')).toEqual(precisionChoices);
      expect(command.options.some(({ long }) => long === '--model')).toBe(command.registeredArguments.length === 0);
    }
  });
});
