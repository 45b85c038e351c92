import { userPath } from '@electra-ts/cli';

/** A file, folder or glob from where the user stands; standard input (`-`) and http(s) addresses as they are. */
export function inputPath(path: string): string {
  return path === '-' || /^https?:\/\//i.test(path) ? path : userPath(path);
}
