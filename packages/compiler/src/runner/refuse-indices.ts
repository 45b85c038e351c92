import type { IndexCheck } from '../emitter/passes/check-indices.js';
import type { HostTensor } from '../host-tensor.js';
import type { GraphDescription } from './messages.js';

/**
 * Looks at indices before they are used, or at how far they reached.
 *
 * @param data the value of `check`
 * @throws Error for the first that is outside of its axis, with where it comes from; a negative one is, as in tfjs
 */
export function refuseIndices({ value, sizes, node }: IndexCheck, data: HostTensor['data'], feeds: GraphDescription['feeds']): void {
  for (let i = 0; i < data.length; i++) {
    const [index, size] = [data[i] as number, sizes[i % sizes.length] as number];
    if (index >= 0 && index < size) continue;
    const input = feeds.find((feed) => feed.value === value);
    const origin = input === undefined ? 'that the step computed' : `at place ${i} of input '${input.name}'`;
    const [places, expected] = Number.isFinite(size) ? [`${size} places`, `0 to ${size - 1}`] : ['places', '0 or more'];
    throw new Error(`'${node}' chooses from ${places}, and the index ${index} ${origin} is out of bounds: expected ${expected}.`);
  }
}
