/**
 * A seed for one use of a run's seed, so that, say, masks and the order of examples do not share their random numbers.
 * Equal seeds and purposes give equal results (FNV-1a over the purpose, then the seed).
 *
 * @param seed a whole number from 0
 * @returns a whole number in [0, 2^32)
 */
export function deriveSeed(seed: number, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${purpose}:${seed}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return hash >>> 0;
}
