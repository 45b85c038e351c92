import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readConfigFile } from './read-config-file.js';
import { UserError } from './user-error.js';

describe('readConfigFile', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-config-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(name: string, text: string): Promise<unknown> {
    const path = join(folder, name);
    await writeFile(path, text);
    return readConfigFile(path);
  }

  it.each(['run.yaml', 'run.yml', 'RUN.YAML'])('reads %s', async (name) => {
    await expect(read(name, '# a run\ntraining:\n  steps: 100\n  rate: 5e-4\nname: no\n')).resolves.toEqual({
      training: { steps: 100, rate: 5e-4 },
      name: 'no',
    });
  });

  it('reads JSON', async () => {
    await expect(read('run.json', '{"training": {"steps": 100}}')).resolves.toEqual({ training: { steps: 100 } });
  });

  it('takes an empty YAML file for an empty mapping', async () => {
    await expect(read('empty.yaml', '# nothing yet\n')).resolves.toEqual({});
  });

  it.each([
    ['bad.yaml', 'a: 1\nb: [1, 2\nc: 3\n', 'line 3'],
    ['twice.yaml', 'a: 1\na: 2\n', 'line 2'],
    ['tab.yaml', 'a:\n\tb: 1\n', 'line 2'],
    ['bad.json', '{\n  "a": 1,\n}\n', 'line 3, column 1'],
    ['cut.json', '{\n  "a": [1,\n', 'line 3, column 1'],
  ])('names the line of the error in %s', async (name, text, place) => {
    const error = await read(name, text).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(`${name}, ${place}`);
  });

  it('shows what is wrong with JSON', async () => {
    await expect(read('odd.json', '{"a": yes}')).rejects.toThrow(
      'expected well-formed JSON, received a syntax error (unexpected "yes")',
    );
  });

  it('rejects aliases that multiply without end', async () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, previous] of ['ba', 'cb', 'dc', 'ed']) {
      lines.push(`${name}: &${name} [${Array(10).fill(`*${previous}`).join(', ')}]`);
    }
    await expect(read('bomb.yaml', lines.join('\n'))).rejects.toThrow(UserError);
  });

  it.each([
    ['run.toml', 'received .toml'],
    ['run', 'received a name without an extension'],
  ])('rejects %s', async (name, received) => {
    await expect(readConfigFile(join(folder, name))).rejects.toThrow(received);
  });

  it('rejects a missing file', async () => {
    await expect(readConfigFile(join(folder, 'missing.yaml'))).rejects.toThrow('no such file');
  });
});
