import { followLinks, isWithin } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { RunFolder } from '@electra-ts/training';
import { relative, sep } from 'node:path';

/**
 * Makes sure that a run which begins does not replace the run whose weights it begins with: these would be gone with its first checkpoint.
 *
 * @param sources folders, or names of a hub
 * @throws UserError where one of them is the run in `out`, or one of its checkpoints, by whatever links
 */
export async function refuseOwnSource(sources: readonly (string | undefined)[], out: string): Promise<void> {
  for (const source of sources) {
    if (source === undefined || !(await isWithin(source, out))) continue;
    const [name] = relative(await followLinks(out), await followLinks(source)).split(sep);
    if (name !== '' && !RunFolder.isPart(name)) continue;
    throw new UserError({
      what: `The run would replace the one whose weights it begins with, ${source}`,
      expected: 'weights from elsewhere than the run that is replaced',
      received: `--out ${out}`,
      remedy: 'Choose another --out; nothing was changed.',
    });
  }
}
