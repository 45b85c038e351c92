import { createRequire } from 'node:module';

/** A package that is there or not: a peer, or a dependency whose installation may have failed. */
export type Optional =
  | { readonly loaded: true; readonly module: unknown; readonly version: string }
  | { readonly loaded: false; readonly installed: boolean; readonly reason: string };

/** Looks for a package and loads it. */
export type LoadOptional = (name: string) => Optional;

/**
 * Loads a package by its name, as installed beside this one or for the program that runs in the working folder.
 *
 * @returns The module and its version, or the reason why not. Does not throw.
 */
export const loadOptional: LoadOptional = (name) => {
  const places = [import.meta.url, `${process.cwd()}/package.json`];
  for (const place of places) {
    const require = createRequire(place);
    try {
      const { version } = require(`${name}/package.json`) as { version: string };
      return load(require, name, version);
    } catch {
      // Not installed there; look in the next place.
    }
  }
  return { loaded: false, installed: false, reason: `${name} is not installed` };
};

function load(require: NodeJS.Require, name: string, version: string): Optional {
  try {
    return { loaded: true, module: require(name), version };
  } catch (error) {
    const [firstLine] = String(error instanceof Error ? error.message : error).split('\n');
    return { loaded: false, installed: true, reason: `${name} ${version} does not load: ${firstLine}` };
  }
}
