import type { UserError } from '@electra-ts/config';

/** A row's text, or what is wrong with the row; the rows after it can be read in either case. */
export type TableRow = { readonly text: string } | { readonly error: UserError };
