import { Tensor, tensor } from '@tensorflow/tfjs-core';
import { type HostDType, type HostTensor, arrayOf } from './host-tensor.js';

/**
 * The numbers of a tensor, copied out of its backend.
 *
 * @param who in front of messages
 * @throws Error for dtypes that no step can use
 */
export async function fromTensor(source: Tensor, who = ''): Promise<HostTensor> {
  const { shape } = source;
  const dtype = hostDType(source.dtype, who);
  const data = (await source.data()) as HostTensor['data'];
  return { shape: [...shape], dtype, data: arrayOf(dtype, data.slice()) };
}

/** A tensor of the active backend with a copy of the numbers. */
export function toTensor({ data, shape, dtype }: HostTensor): Tensor {
  return tensor(data.slice(), [...shape], dtype);
}

function hostDType(dtype: Tensor['dtype'], who: string): HostDType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`${who}a tensor of dtype ${dtype} cannot cross into a step; expected float32, int32 or bool.`);
}

/**
 * `fromTensor` for each tensor of a record.
 *
 * @param what is in front of a tensor's name in messages
 * @throws Error where one is no tensor
 */
export async function fromTensors(tensors: Readonly<Record<string, Tensor>>, what = 'tensor'): Promise<Record<string, HostTensor>> {
  const entries = Object.entries(tensors).map(async ([name, value]): Promise<[string, HostTensor]> => {
    if (!(value instanceof Tensor)) throw new Error(`${what} '${name}': expected a tensor, received ${value === null ? 'null' : typeof value}.`);
    if (value.isDisposed) throw new Error(`${what} '${name}': expected a tensor, received one that has been disposed.`);
    return [name, await fromTensor(value, `${what} '${name}': `)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** `toTensor` for each value of a record. */
export function toTensors(values: Readonly<Record<string, HostTensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toTensor(value)]));
}
