import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';

/** An output folder, and what `--force` may replace there. */
export interface OutputFolder {
  readonly out: string;
  /** The folder as the user typed it. */
  readonly shown: string;
  /** Whether what is there is to be replaced. */
  readonly force: boolean;
  /** The file by which a folder of the command is known. */
  readonly file: string;
  /** What such a folder holds, as in "a folder with a tokenizer". */
  readonly holds: string;
  /** The same as what is replaced, as in "replace the tokenizer". */
  readonly replaced: string;
}

/**
 * Refuses an output folder that is there already, unless it holds what the command writes and `--force` was given: what the user
 * keeps in other folders is never replaced.
 *
 * @throws UserError
 */
export function refuseTakenFolder({ out, shown, force, file, holds, replaced }: OutputFolder): void {
  const ours = existsSync(join(out, file));
  if (!existsSync(out) || (force && ours)) return;
  throw new UserError({
    what: `The output folder ${shown} already exists`,
    expected: force ? `a folder with ${holds}, which is all that --force replaces` : 'a new folder',
    remedy: ours && !force ? `Choose another --out, or replace ${replaced} by --force.` : 'Choose another --out.',
  });
}
