import { userPath } from './user-path.js';

/** What `--task` names: a task file's path, as the user means it, or a task's name, which stays. */
export function taskPath(nameOrFile: string, environment: NodeJS.ProcessEnv = process.env): string {
  return /[\\/]|\.(?:ya?ml|json)$/.test(nameOrFile) ? userPath(nameOrFile, environment) : nameOrFile;
}
