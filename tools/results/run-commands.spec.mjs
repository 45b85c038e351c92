import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { CommandFailed, commandsIn } from './run-commands.mjs';

describe('commandsIn', () => {
  let folder;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'commands-'));
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it('gives what a command prints', async () => {
    expect(await commandsIn(folder)('electra-trainer', '--help')).toMatch(/^Usage: electra-trainer/);
  });

  it('fails where the command does', async () => {
    await expect(commandsIn(folder)('electra-trainer', 'inspect', 'nothing-here')).rejects.toThrow(new CommandFailed('electra-trainer inspect ended with 2'));
  });
});
