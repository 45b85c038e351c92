import { concat, split, type Tensor } from '@tensorflow/tfjs-core';

/** Numbers of a tensor up to which it is computed together with others. */
const SMALL = 2 ** 15;

/**
 * Names of tensors that are computed as one: small ones of the same network, kind and width. Most parameters are biases, layer norms and a narrow generator's matrices, a
 * hundredth of all numbers, and each alone would take as many operations as a large matrix does. The network is what a name begins with, up to its first dot if it has one:
 * where several learn in one step, an engine can be done with the gradients of one before it begins with another, unless something waits for both.
 *
 * @param tensors of any shapes; the width is all of a shape but its first axis, so that those of a group can follow each other along it
 */
export function namesTogether(tensors: Readonly<Record<string, Pick<Tensor, 'shape' | 'size'>>>, kindOf: (name: string) => string = () => ''): string[][] {
  const groups = new Map<string, string[]>();
  for (const [name, { shape, size }] of Object.entries(tensors)) {
    const isSmall = size <= SMALL && shape.length > 0;
    const network = name.slice(0, Math.max(0, name.indexOf('.')));
    const key = isSmall ? `together ${network} ${shape.slice(1).join(' x ')}, ${kindOf(name)}` : `alone ${name}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()];
}

/** The tensors of these names, which are a group, one after the other along the first axis. */
export function joined(names: readonly string[], tensors: Readonly<Record<string, Tensor>>): Tensor {
  const group = names.map((name) => tensors[name] as Tensor);
  return group.length === 1 ? (group[0] as Tensor) : concat(group);
}

/** The reverse of `joined`: the parts in the shapes of `like`. */
export function parted(value: Tensor, like: readonly Tensor[]): Tensor[] {
  return like.length === 1 ? [value] : split(value, like.map(({ shape }) => shape[0] as number));
}
