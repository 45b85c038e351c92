/**
 * A command as the user has to type it here: by `npx` where they ran this one through npm, npx or nx, which find what a
 * workspace has installed, and by its bare name where the shell found it.
 *
 * @param command a program's name and what follows it
 */
export function typedCommand(command: string, environment: NodeJS.ProcessEnv = process.env): string {
  const isThroughNpm = environment['npm_command'] !== undefined || environment['NX_TASK_TARGET_TARGET'] !== undefined;
  return isThroughNpm ? `npx ${command}` : command;
}
