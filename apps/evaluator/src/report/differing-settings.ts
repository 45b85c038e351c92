import type { SectionPart } from '@electra-ts/report';

/** A table of the settings by which runs differ; nothing for a single run, and for runs with the same ones. */
export function differingSettings(configurations: readonly (readonly [name: string, configuration: object])[]): SectionPart[] {
  const flat = configurations.map(([, configuration]) => new Map(leaves(configuration)));
  const keys = [...new Set(flat.flatMap((each) => [...each.keys()]))];
  const different = keys.filter((key) => new Set(flat.map((each) => each.get(key))).size > 1);
  if (different.length === 0) return [];
  const columns = ['key', ...configurations.map(([name]) => name)];
  const rows = different.map((key) => [key, ...flat.map((each) => each.get(key) ?? 'not set')]);
  return [{ type: 'table', table: { title: 'Settings that differ', columns, rows } }];
}

/** Values by their dotted keys; a list is one value. */
function leaves(section: object, prefix = ''): [key: string, value: string][] {
  return Object.entries(section).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return leaves(value as object, `${prefix}${name}.`);
    return value === undefined ? [] : [[prefix + name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}
