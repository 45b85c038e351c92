import { isWithin } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';

/**
 * Makes sure that a fine-tuning does not replace the model that it begins with, without which it could not be resumed.
 *
 * @throws UserError where the model's folder is `out` or in it, by whatever links
 */
export async function refuseOwnModel({ model, out }: { readonly model: string; readonly out: string }): Promise<void> {
  if (!(await isWithin(model, out))) return;
  throw new UserError({
    what: `The fine-tuning would replace the model that it begins with, ${model}`,
    expected: 'a model outside of the folder for the fine-tuned one',
    received: `--out ${out}`,
    remedy: 'Choose another --out; nothing was changed.',
  });
}
