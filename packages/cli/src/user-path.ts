import { resolve } from 'node:path';

/**
 * A path as the user means it: relative to the folder in which they typed the command. Nx runs a target in the project's
 * folder and leaves the user's in INIT_CWD; npm sets INIT_CWD too, to the folder of a package that may not be the user's.
 */
export function userPath(path: string, environment: NodeJS.ProcessEnv = process.env): string {
  const underNx = environment['NX_TASK_TARGET_TARGET'] !== undefined && environment['INIT_CWD'] !== undefined;
  return resolve(underNx ? (environment['INIT_CWD'] as string) : process.cwd(), path);
}
