// The import comes first: it is what registers the kernel that is replaced here.
import './gradients.js';
import {
  getKernel,
  registerKernel,
  TensorScatterUpdate,
  unregisterKernel,
  type DataId,
  type TensorInfo,
  type TypedArray,
} from '@tensorflow/tfjs-core';

/** What the replacement needs of tfjs' CPU backend. */
interface CpuBackend {
  readonly data: { get(id: DataId): { readonly values?: unknown } };
  makeTensorInfo(shape: number[], dtype: TensorInfo['dtype'], values: TypedArray): TensorInfo;
  disposeIntermediateTensorInfo(info: TensorInfo): void;
}

// tfjs 4.22's kernel for the CPU backend writes its updates into the tensor that it was given, which belongs to the
// caller. It is handed a copy instead.
const original = getKernel(TensorScatterUpdate, 'cpu');
unregisterKernel(TensorScatterUpdate, 'cpu');
registerKernel({
  ...original,
  kernelFunc: (args) => {
    const cpu = args.backend as CpuBackend;
    const { tensor, indices, updates } = args.inputs as Record<'tensor' | 'indices' | 'updates', TensorInfo>;
    const values = cpu.data.get(tensor.dataId).values as TypedArray;
    const copy = cpu.makeTensorInfo(tensor.shape, tensor.dtype, values.slice());
    const result = original.kernelFunc({ ...args, inputs: { tensor: copy, indices, updates } });
    cpu.disposeIntermediateTensorInfo(copy);
    return result;
  },
});
