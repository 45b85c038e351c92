import { UserError } from '@electra-ts/config';
import { TWO_TOWERS } from '@electra-ts/generator';
import { architectureOf, networkArchitectures } from '@electra-ts/nn';
import { kindOfModel } from '@electra-ts/tasks';
import { type ModelRole, resolveModelFolder } from '@electra-ts/training';
import { warn } from './warn.js';

const called: Readonly<Record<string, string>> = {
  [networkArchitectures.discriminator]: 'a discriminator',
  [networkArchitectures.generator]: 'a generator',
  [TWO_TOWERS]: 'a generator of two towers',
  ElectraModel: 'an encoder without a head',
};

/**
 * The folder of a network of pre-training, as `resolveModelFolder` finds it; the user hears of damaged checkpoints that are passed over.
 *
 * @throws UserError where there is none, and where its config.json says that it is another kind of model
 */
export async function networkFolder(path: string, role: ModelRole): Promise<string> {
  const folder = await resolveModelFolder(path, role, warn);
  const found = await architectureOf(folder);
  if (found === undefined || found === networkArchitectures[role]) return folder;
  const kind = called[found] === undefined ? await kindOfModel(folder).catch(() => undefined) : undefined;
  throw new UserError({
    what: `${folder} holds ${kind === undefined ? (called[found] ?? 'a model of another kind') : `a model that was fine-tuned for ${kind}`}`,
    expected: `a ${role} of pre-training (${networkArchitectures[role]})`,
    received: found,
    remedy:
      kind === undefined
        ? `Name a run or a checkpoint with both networks, or the ${role}'s own folder.`
        : `Ask this one by electra-evaluator predict, or name the run or checkpoint that it was fine-tuned from.`,
  });
}
