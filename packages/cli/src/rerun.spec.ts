import { Command } from 'commander';
import { Rerun } from './rerun.js';
import { runCommandLine } from './run-command-line.js';

describe('Rerun', () => {
  it('is the exit status of the other process, without a word', async () => {
    const written = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const program = new Command('bake');
    program.command('bread').action(() => {
      throw new Rerun(130);
    });
    expect(await runCommandLine(program, ['bread'])).toBe(130);
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  });
});
