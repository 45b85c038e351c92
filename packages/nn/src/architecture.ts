import { join } from 'node:path';
import { readConfigFile, UserError } from '@electra-ts/config';

/** The class in transformers of each network of pre-training, as `architectures` of config.json has it. */
export const networkArchitectures = { discriminator: 'ElectraForPreTraining', generator: 'ElectraForMaskedLM' } as const;

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
