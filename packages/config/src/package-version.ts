import { existsSync, readFileSync } from 'node:fs';

/**
 * The version of the package that a module belongs to, from the nearest package.json above it.
 *
 * @param url of the module: `import.meta.url`
 * @throws Error where there is none
 */
export function packageVersion(url: string): string {
  for (let folder = new URL('.', url); ; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    if (folder.pathname === new URL('..', folder).pathname) throw new Error(`packageVersion: expected a package.json above ${url}, found none`);
  }
}
