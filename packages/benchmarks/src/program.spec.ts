import { runCommandLine } from '@electra-ts/cli';
import { program } from './program.js';

describe('program', () => {
  let printed = '';
  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (printed += String(text)) !== '');
  });
  afterEach(() => jest.restoreAllMocks());

  it('has a command for each thing that it measures, each with peers', () => {
    expect(program().commands.map((command) => command.name())).toEqual(['step', 'inference', 'scaling', 'data']);
    for (const command of program().commands) expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--peers', '--python', '--json']));
  });

  it.each([
    [['step', '--batch-size', '0'], /whole number of at least 1/],
    [['step', '--preset', 'huge'], /small/],
    [['step', '--peers', 'jax'], /jax/],
    [['scaling', '--sizes', '32x128', '32'], /rows and tokens such as 32x128/],
    [['scaling', '--sizes', '0x128'], /whole number of at least 1/],
    [['data', '--input', 'a'], /--tokenizer/],
    [['data', '--input', 'a', '--tokenizer', 't', '--runz', '2'], /Did you mean --runs/],
  ])('refuses %j', async (args, message) => {
    expect(await runCommandLine(program(), args)).toBe(2);
    expect(printed).toMatch(message);
  });
});
