import { UserError } from '@electra-ts/config';
import { Command } from 'commander';
import { Interrupted } from './interrupted.js';
import { runCommandLine } from './run-command-line.js';

describe('runCommandLine', () => {
  let printed: string;
  const run = (args: string[], action: () => void = () => undefined) => {
    const program = new Command('bake').configureOutput({ writeErr: (s) => (printed += s), writeOut: (s) => (printed += s) });
    program.command('bread').option('--salt <grams>', 'how much').action(action);
    program.command('cake').requiredOption('--flour <kind>', 'which').requiredOption('--eggs <count>', 'how many').option('--salt').action(action);
    return runCommandLine(program, args);
  };
  const fail = (error: unknown) => () => {
    throw error;
  };

  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((s) => (printed += String(s)) !== '');
  });
  afterEach(() => jest.restoreAllMocks());

  it('is 0 when the command is done, and for help', async () => {
    expect(await run(['bread'])).toBe(0);
    expect(await run(['--help'])).toBe(0);
    expect(printed).toContain('Usage: bake');
  });

  it('is 2 for what was typed wrongly, with a suggestion', async () => {
    expect(await run(['bread', '--sal', '3'])).toBe(2);
    expect(printed).toContain('Did you mean --salt?');
    expect(printed).toContain('Try "bake bread --help".');
    expect(await run(['braed'])).toBe(2);
    expect(printed).toContain('Did you mean bread?');
  });

  it('is 2 where something required is missing, unless a typo explains it better', async () => {
    const action = jest.fn();
    expect(await run(['cake'], action)).toBe(2);
    expect(printed).toContain("required options '--flour <kind>', '--eggs <count>' not specified");
    expect(await run(['cake', '--flour', 'rye'], action)).toBe(2);
    expect(printed).toContain("required option '--eggs <count>' not specified");
    expect(await run(['cake', '--flower', 'rye'], action)).toBe(2);
    expect(printed).toContain("unknown option '--flower'\n(Did you mean --flour?)");
    expect(action).not.toHaveBeenCalled();
    expect(await run(['cake', '--flour', 'rye', '--eggs', '2'], action)).toBe(0);
    expect(await run(['cake', '--help'])).toBe(0);
  });

  it('is 2 for an error of the user, in one paragraph', async () => {
    expect(await run(['bread'], fail(new UserError({ what: 'No flour' })))).toBe(2);
    expect(printed).toMatch(/^bake: No flour[^\n]*\n$/);
  });

  it('is 1, in one paragraph too, where the machine is in the way', async () => {
    expect(await run(['bread'], fail(new UserError({ what: 'The oven is full' }, { exitStatus: 1 })))).toBe(1);
    expect(printed).toBe('bake: The oven is full.\n');
  });

  it('is 1 for any other failure, without a stack unless asked', async () => {
    expect(await run(['bread'], fail(new Error('The oven is broken.')))).toBe(1);
    expect(printed).toContain('The oven is broken. (--debug shows where)');
    expect(printed).not.toContain('run-command-line.spec');
    expect(await run(['bread', '--debug'], fail(new Error('Again.')))).toBe(1);
    expect(printed).toContain('run-command-line.spec');
  });

  it('is the status of the signal that stopped it', async () => {
    expect(await run(['bread'], fail(new Interrupted(130, 'Saved.')))).toBe(130);
    expect(printed).toContain('bake: Saved.\n');
  });
});
