import { createRequire } from 'node:module';
import { runCommandLine } from '@electra-ts/cli';
import { engineNames, precisionChoices } from '@electra-ts/engine';
import { presets } from '@electra-ts/nn';
import { program } from './program.js';

describe('program', () => {
  let printed = '';
  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (printed += String(text)) !== '');
  });
  afterEach(() => jest.restoreAllMocks());

  /** A program whose commands only tell what options they were given. */
  function parsed(...args: string[]): Record<string, unknown> {
    const trainer = program();
    let options = {};
    for (const command of trainer.commands) command.action(() => void (options = command.opts()));
    trainer.parse(args, { from: 'user' });
    return options;
  }

  it('has the commands that the README lists', () => {
    const names = ['quickstart', 'tokenizer', 'prepare', 'pretrain', 'finetune', 'export', 'doctor', 'inspect'];
    expect(program().commands.map((command) => command.name())).toEqual(names);
  });

  it('offers the engines, precisions and presets that there are, which it names itself so that --help loads none of them', () => {
    const choices = (command: string, flag: string) => program().commands.find((each) => each.name() === command)?.options.find((each) => each.long === flag)?.argChoices;
    for (const command of ['quickstart', 'pretrain', 'finetune']) {
      expect(choices(command, '--engine')).toEqual(['auto', ...engineNames]);
      expect(choices(command, '--precision')).toEqual(precisionChoices);
    }
    expect(choices('pretrain', '--preset')).toEqual(Object.keys(presets));
  });

  it('tells its version', async () => {
    const print = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await runCommandLine(program(), ['--version'])).toBe(0);
    expect(print).toHaveBeenCalledWith(`${(createRequire(__filename)('../package.json') as { version: string }).version}\n`);
  });

  it('collects settings in their order, and weights as numbers', () => {
    expect(parsed('pretrain', '--out', 'x', '--set', 'a=1', '--set', 'b=2')).toMatchObject({ set: ['a=1', 'b=2'], resume: false });
    const prepare = ['prepare', '--input', 'a', 'b', '--tokenizer', 't', '--out', 'x'];
    expect(parsed(...prepare, '--weights', '3', '0.5')).toMatchObject({ input: ['a', 'b'], weights: [3, 0.5], sequenceLength: 128 });
  });

  it.each([
    [['prepare', '--input', 'a', '--weights', '0', '--tokenizer', 't', '--out', 'x'], /above 0/],
    [['prepare', '--input', 'a', '--temperature', '', '--tokenizer', 't', '--out', 'x'], /above 0/],
    [['prepare', '--input', 'a', '--validation', '1', '--tokenizer', 't', '--out', 'x'], /from 0 to below 1/],
    [['prepare', '--input', 'a', '--valid', 'a', '--validation', '0.1', '--tokenizer', 't', '--out', 'x'], /--valid/],
    [['prepare', '--input', 'a', '--tokenizer', 't', '--out', 'x', '--resume', '--force'], /--force/],
    [['prepare', '--input', 'a', '--sequence-length', '1.5', '--tokenizer', 't', '--out', 'x'], /whole number of at least 1/],
    [['prepare', '--input', 'a', '--max-row-length', '600000000', '--tokenizer', 't', '--out', 'x'], /from 1 to 536870888/],
    [['pretrain', '--preset', 'minni', '--out', 'x'], /mini/],
    [['pretrain', '--presett', 'mini'], /unknown option '--presett'\n\(Did you mean --preset\?\)/],
    [['finetune', '--task', 'sst2', '--model', 'm', '--data', 'd', '--out', 'x', '--seeds', '0'], /whole number of at least 1/],
  ])('refuses %j with status 2', async (args, message) => {
    expect(await runCommandLine(program(), args)).toBe(2);
    expect(printed).toMatch(message);
  });
});
