import { isScalar, isSeq, parseDocument } from 'yaml';

import { showValue } from './show-value.js';
import { UserError } from './user-error.js';

/** Keys that reach into JavaScript's own objects; no setting is called so. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * A copy of `config` with settings of the form `training.steps=100` applied in order; `config` itself stays as it is.
 * Values are YAML scalars (`100`, `5e-4`, `true`, `null`, text, quoted text) or lists of them (`[1, 2]`). Mappings on
 * the way are created where they are missing; a number in the path picks an existing entry of a list
 * (`data.phases.0.steps=10`). Which keys exist and what values they take is `parseConfig`'s business.
 *
 * @throws {UserError} for a setting without `=`, an empty or forbidden key, a value that is not such YAML, or a path
 * through something that has no keys.
 */
export function applySettings(config: unknown, settings: readonly string[]): unknown {
  return settings.reduce<unknown>((result, setting) => {
    const { path, value } = parseSetting(setting);
    return assign(result, path, value, { setting, path });
  }, config ?? {});
}

function parseSetting(setting: string): { path: string[]; value: unknown } {
  const equals = setting.indexOf('=');
  const path = setting.slice(0, Math.max(equals, 0)).trim().split('.');
  if (equals < 0 || path.includes('')) {
    throw new UserError({
      what: `Cannot read the setting ${showValue(setting)}`,
      expected: 'key.path=value, for instance training.steps=100',
      received: equals < 0 ? 'no "="' : 'an empty key',
    });
  }
  const forbidden = path.find((key) => FORBIDDEN.has(key));
  if (forbidden !== undefined) {
    throw new UserError({
      what: `Cannot apply the setting ${showValue(setting)}`,
      expected: 'the name of a setting',
      received: `the reserved name ${forbidden}`,
    });
  }
  return { path, value: parseValue(setting.slice(equals + 1), setting) };
}

function parseValue(text: string, setting: string): unknown {
  const document = parseDocument(text);
  const { contents } = document;
  const isPlain = contents === null || isScalar(contents) || (isSeq(contents) && contents.items.every(isScalar));
  const comment = document.commentBefore ?? contents?.comment ?? document.comment;
  if (document.errors.length > 0 || !isPlain || comment) {
    throw new UserError({
      what: `Cannot read the value of the setting ${showValue(setting)}`,
      expected: 'a YAML scalar or a list of them',
      received: text,
      remedy: `If it is meant as text, quote it: ${setting.slice(0, setting.indexOf('='))}='"…"'.`,
    });
  }
  return document.toJS();
}

interface Context {
  readonly setting: string;
  readonly path: readonly string[];
}

/** A copy of `node` in which `value` stands at `path`; what the path does not touch is shared. */
function assign(node: unknown, path: readonly string[], value: unknown, context: Context): unknown {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  if (Array.isArray(node)) {
    if (!/^\d+$/.test(key) || Number(key) >= node.length) {
      throw mismatch(context, path, `an index below ${node.length}`, `"${key}"`);
    }
    return node.map((entry, i) => (i === Number(key) ? assign(entry, rest, value, context) : entry));
  }
  // A mapping that is written without content reads as null.
  const mapping = node ?? {};
  if (typeof mapping !== 'object') throw mismatch(context, path, 'a mapping there', showValue(node));
  const current = Object.hasOwn(mapping, key) ? (mapping as Record<string, unknown>)[key] : undefined;
  return { ...mapping, [key]: assign(current, rest, value, context) };
}

function mismatch({ setting, path }: Context, rest: readonly string[], expected: string, received: string): UserError {
  const parent = path.slice(0, path.length - rest.length).join('.') || 'the configuration';
  return new UserError({ what: `Cannot apply the setting ${showValue(setting)} to ${parent}`, expected, received });
}
