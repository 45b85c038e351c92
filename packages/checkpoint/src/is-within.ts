import { sep } from 'node:path';
import { followLinks } from './follow-links.js';

/** Whether a path leads to a folder or into it, by whatever links. */
export async function isWithin(path: string, folder: string): Promise<boolean> {
  const [inner, outer] = await Promise.all([path, folder].map(followLinks));
  return `${inner}${sep}`.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);
}
