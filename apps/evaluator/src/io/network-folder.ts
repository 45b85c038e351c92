import { join } from 'node:path';
import { readConfigFile, UserError } from '@electra-ts/config';
import { TWO_TOWERS } from '@electra-ts/generator';
import { kindOfModel } from '@electra-ts/tasks';
import { type ModelRole, resolveModelFolder } from '@electra-ts/training';

/** The class in transformers of each network of pre-training. */
export const architectures = { discriminator: 'ElectraForPreTraining', generator: 'ElectraForMaskedLM' } as const satisfies Record<ModelRole, string>;

const called: Readonly<Record<string, string>> = {
  [architectures.discriminator]: 'a discriminator',
  [architectures.generator]: 'a generator',
  [TWO_TOWERS]: 'a generator of two towers',
  ElectraModel: 'an encoder without a head',
};

/**
 * The folder of a network of pre-training, as `resolveModelFolder` finds it.
 *
 * @throws UserError where there is none, and where its config.json says that it is another kind of model
 */
export async function networkFolder(path: string, role: ModelRole): Promise<string> {
  const folder = await resolveModelFolder(path, role);
  const found = await architectureOf(folder);
  if (found === undefined || found === architectures[role]) return folder;
  const kind = called[found] === undefined ? await kindOfModel(folder).catch(() => undefined) : undefined;
  throw new UserError({
    what: `${folder} holds ${kind === undefined ? (called[found] ?? 'a model of another kind') : `a model that was fine-tuned for ${kind}`}`,
    expected: `a ${role} of pre-training (${architectures[role]})`,
    received: found,
    remedy:
      kind === undefined
        ? `Name a run or a checkpoint with both networks, or the ${role}'s own folder.`
        : `Ask this one by electra-evaluator predict, or name the run or checkpoint that it was fine-tuned from.`,
  });
}

/**
 * What a model's config.json says that it is: the name of its class in transformers; undefined where it says nothing.
 *
 * @throws UserError where there is no such file, or it is something else
 */
export async function architectureOf(folder: string): Promise<string | undefined> {
  const path = join(folder, 'config.json');
  const json = (await readConfigFile(path)) as { readonly architectures?: readonly string[] } | null;
  if (json === null || typeof json !== 'object') throw new UserError({ what: `${path} is no model's configuration` });
  return json.architectures?.[0];
}
