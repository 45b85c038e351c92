import { type HostDType, type HostTensor, elementCount } from '../host-tensor.js';

/** What a tensor of random numbers should look like: in [low, high), integers for int32 and bool. */
export interface RandomTensorOptions {
  readonly shape: readonly number[];
  readonly dtype?: HostDType;
  readonly low?: number;
  readonly high?: number;
}

/** Repeatable random numbers, for tests. */
export function randomTensor(options: RandomTensorOptions, seed: number): HostTensor {
  const { shape, dtype = 'float32', low = -1, high = 1 } = options;
  // mulberry32
  let state = (seed * 2654435761 + 1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const numbers = Array.from({ length: elementCount(shape) }, () => low + next() * (high - low));
  if (dtype === 'float32') return { shape, dtype, data: Float32Array.from(numbers) };
  const whole = numbers.map(Math.floor);
  return { shape, dtype, data: dtype === 'int32' ? Int32Array.from(whole) : Uint8Array.from(whole) };
}
