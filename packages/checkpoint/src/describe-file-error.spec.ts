import { UserError } from '@electra-ts/config';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFileError, fileErrorCode } from './describe-file-error.js';

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('describeFileError', () => {
  it('says that the disk is full, where, and what helps', async () => {
    // Linux's /dev/full answers every write as a full disk does; elsewhere the same error is made by hand.
    const original =
      process.platform === 'linux'
        ? await failureOf(writeFile('/dev/full', 'x'))
        : Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const described = describeFileError(original, 'write', 'run/metrics.jsonl');
    expect(described).toBeInstanceOf(UserError);
    const message = (described as UserError).message;
    expect(message).toContain('cannot write run/metrics.jsonl: the disk is full');
    expect(message).toContain('Free space');
    expect((described as UserError).cause).toBe(original);
    expect((described as UserError).exitStatus).toBe(1);
  });

  it('explains a missing file, a folder in place of a file and a file in place of a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'describe-file-error-'));
    try {
      const missing = await failureOf(readFile(join(folder, 'absent')));
      await writeFile(join(folder, 'file'), '');
      const notFolder = await failureOf(mkdir(join(folder, 'file'), { recursive: true }));
      expect(String(describeFileError(notFolder, 'create the folder', 'file'))).toContain('something else is there already (EEXIST)');
      const notFile = await failureOf(readFile(folder));
      expect(String(describeFileError(missing, 'read', 'absent'))).toContain('no such file or folder');
      expect((describeFileError(missing, 'read', 'absent') as UserError).exitStatus).toBe(2);
      expect(String(describeFileError(notFile, 'read', folder))).toContain('it is a folder');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each(['EIO', 'ESTALE'])('blames the machine for %s', (code) => {
    const described = describeFileError(Object.assign(new Error('failed'), { code }), 'read', 'weights') as UserError;
    expect(described.message).toMatch(new RegExp(`cannot read weights: the .*\\(${code}\\)`));
    expect(described.exitStatus).toBe(1);
  });

  it('leaves every other error alone', () => {
    const bug = new TypeError('x is not a function');
    const odd = Object.assign(new Error('odd'), { code: 'toString' });
    expect(describeFileError(bug, 'write', 'x')).toBe(bug);
    expect(describeFileError(odd, 'write', 'x')).toBe(odd);
    expect(describeFileError('text', 'write', 'x')).toBe('text');
  });
});

describe('fileErrorCode', () => {
  it('finds the code, and nothing in other things', async () => {
    expect(fileErrorCode(await failureOf(readFile('/absent/file')))).toBe('ENOENT');
    expect(fileErrorCode({ code: 5 })).toBeUndefined();
    expect(fileErrorCode(null)).toBeUndefined();
    expect(fileErrorCode('ENOENT')).toBeUndefined();
  });
});
