import type { z } from 'zod';

type Definition = z.core.$ZodTypes['_zod']['def'];

/**
 * The keys that a value may have at `path` inside a value described by `schema`: those of every mapping that can
 * stand there, through optional, default, union, list, record and the like. Empty where no mapping can.
 */
export function schemaKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let places = mappingsAndLists(schema);
  for (const key of path) {
    places = places.flatMap((place) => children(place, key).flatMap((child) => mappingsAndLists(child)));
  }
  return [...new Set(places.flatMap((place) => (place.type === 'object' ? Object.keys(place.shape) : [])))];
}

/** Paths of the mappings whose schema silently drops unknown keys (`z.object`); parsing with them would hide typos. */
export function silentMappings(schema: z.core.$ZodType): string[] {
  const found: string[] = [];
  const visited = new Set<Definition>();
  visit(schema, '');
  return found;

  function visit(current: z.core.$ZodType, path: string): void {
    for (const place of mappingsAndLists(current)) {
      if (visited.has(place)) continue;
      visited.add(place);
      if (place.type === 'object') {
        if (place.catchall === undefined) found.push(path || '(top)');
        for (const [key, child] of Object.entries(place.shape)) visit(child, path === '' ? key : `${path}.${key}`);
      } else {
        for (const child of children(place, 0)) visit(child, `${path}[]`);
      }
    }
  }
}

/** The definitions that have parts, behind wrappers and alternatives. */
function mappingsAndLists(schema: z.core.$ZodType): Definition[] {
  const internals = (schema as z.core.$ZodTypes)._zod;
  if (internals.def.type === 'lazy') return mappingsAndLists((internals as z.core.$ZodLazyInternals).innerType);
  const definition = internals.def;
  switch (definition.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return mappingsAndLists(definition.innerType);
    case 'pipe':
      return mappingsAndLists(definition.in);
    case 'union':
      return definition.options.flatMap((option) => mappingsAndLists(option));
    case 'intersection':
      return [definition.left, definition.right].flatMap((side) => mappingsAndLists(side));
    case 'object':
    case 'record':
    case 'array':
    case 'tuple':
      return [definition];
    default:
      return [];
  }
}

function children(definition: Definition, key: PropertyKey): z.core.$ZodType[] {
  switch (definition.type) {
    case 'object':
      return Object.hasOwn(definition.shape, key) ? [definition.shape[String(key)]] : [];
    case 'record':
      return [definition.valueType];
    case 'array':
      return [definition.element];
    case 'tuple':
      return [...definition.items];
    default:
      return [];
  }
}
