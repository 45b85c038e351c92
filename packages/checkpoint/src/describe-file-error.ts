import { UserError } from '@electra-ts/config';

/** What the operating system's codes mean to the person at the keyboard, and what that person can do. */
const explanations: Readonly<Record<string, { meaning: string; remedy: string }>> = {
  ENOSPC: { meaning: 'the disk is full', remedy: 'Free space there, or write to a folder on another disk' },
  EDQUOT: { meaning: 'your disk quota is used up', remedy: 'Free space there, or write to a folder on another disk' },
  EFBIG: {
    meaning: 'the file would be larger than allowed',
    remedy: 'Raise the limit (ulimit -f), or write to a file system that takes larger files',
  },
  EACCES: { meaning: 'permission denied', remedy: 'Check who owns it and its permissions' },
  EPERM: { meaning: 'the operation is not permitted', remedy: 'Check who owns it and its permissions' },
  EROFS: { meaning: 'the file system is read-only', remedy: 'Choose a folder that can be written' },
  EEXIST: { meaning: 'something else is there already', remedy: 'Choose another path' },
  ENOENT: { meaning: 'no such file or folder', remedy: 'Check the path' },
  ENOTDIR: { meaning: 'a part of the path is a file, not a folder', remedy: 'Check the path' },
  EISDIR: { meaning: 'it is a folder, not a file', remedy: 'Name a file' },
  ELOOP: { meaning: 'its symbolic links lead in a circle', remedy: 'Mend the links' },
  ENAMETOOLONG: { meaning: 'the name is too long', remedy: 'Choose a shorter name' },
  EBUSY: { meaning: 'it is in use', remedy: 'Close whatever uses it, or unmount it' },
  EIO: { meaning: 'the disk could not read or write it', remedy: 'Look for what the system says about the disk, and restore the file from a copy' },
  ESTALE: { meaning: 'the network file system does not know it any more', remedy: 'Mount the file system again, and repeat the command' },
  EMFILE: { meaning: 'too many files are open', remedy: 'Raise the limit (ulimit -n)' },
};

/** No other input would have avoided these: commands end with 1 and not with 2. */
const ofTheMachine: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'ESTALE', 'EMFILE']);

/**
 * Turns an error of the file system into the one a user can act on.
 *
 * @param error whatever was thrown
 * @param action what was being done, to follow "cannot": 'write', 'read', 'create the folder'
 * @param path the file or folder it was done to
 * @returns a `UserError` (full disk, permissions, missing file, …) with the original as its cause, and the exit status 1
 *   where the machine's limits are met;
 *   anything that is not a known file error comes back unchanged
 */
export function describeFileError(error: unknown, action: string, path: string): unknown {
  const code = fileErrorCode(error);
  if (code === undefined || !Object.hasOwn(explanations, code)) {
    return error;
  }
  const { meaning, remedy } = explanations[code];
  return new UserError({ what: `cannot ${action} ${path}: ${meaning} (${code})`, remedy }, { cause: error, exitStatus: ofTheMachine.has(code) ? 1 : 2 });
}

/** The system's code of a file error ('ENOENT', …), or undefined for anything else. */
export function fileErrorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
