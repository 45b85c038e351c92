import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '@electra-ts/config';
import type { CleaningStep, Document } from '@electra-ts/data';

type Keep = (text: string, document: Document) => unknown;

/**
 * Cleaning by a function of the user's own, such as a language detector's answer: the default export of a module, which is given each text,
 * and the document, and returns true where it stays and false where it is dropped, or a promise of that.
 *
 * @param path of a module that Node can import; it is loaded at the first document
 * @returns a step whose `apply` throws a UserError where the module cannot be loaded, has no such function, or the function throws or
 *   returns anything else
 */
export function filterStep(path: string): CleaningStep {
  let loading: Promise<Keep> | undefined;
  return {
    name: `filter ${basename(path)}`,
    async apply(document) {
      const keep = await (loading ??= load(path));
      return (await ask(keep, document, path)) ? document : { dropped: 'not kept by the filter' };
    },
  };
}

async function load(path: string): Promise<Keep> {
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(pathToFileURL(path).href)) as typeof loaded;
  } catch (cause) {
    throw wrong(`Cannot load the filter ${path}`, (cause as Error).message, cause);
  }
  if (typeof loaded.default !== 'function') {
    throw wrong(`The filter ${path} has no function`, `a default export of type ${typeof loaded.default}`);
  }
  return loaded.default as Keep;
}

async function ask(keep: Keep, document: Document, path: string): Promise<boolean> {
  let answer: unknown;
  try {
    answer = await keep(document.text, document);
  } catch (cause) {
    throw wrong(`The filter ${path} failed on ${document.id}`, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (typeof answer !== 'boolean') {
    throw wrong(`The filter ${path} does not say whether ${document.id} stays`, `${typeof answer} ${String(answer).slice(0, 60)}`);
  }
  return answer;
}

function wrong(what: string, received: string, cause?: unknown): UserError {
  return new UserError(
    {
      what,
      expected: 'a module such as `export default (text) => text.length > 100`, which returns true for texts that stay and false for others',
      received,
      remedy: 'Correct the module that --filter names',
    },
    { cause },
  );
}
