// N ids, E embedding width.
import { registerKernel, type DataId, type TensorInfo } from '@tensorflow/tfjs-core';
import { fusedKernels, type FusedKernelSignatures } from './fused-kernels.js';

/** What the kernel needs of tfjs' CPU backend. */
interface CpuBackend {
  readonly data: { get(id: DataId): { readonly values?: unknown } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

/**
 * Adds each row of `dy` to the row of `sums` that its id names.
 *
 * @param sums [rows, E], added to in place.
 * @param dy [N, E]
 * @param ids [N]
 * @throws RangeError for an id outside of [0, rows).
 */
export function addRows(sums: Float32Array, dy: Float32Array, ids: Int32Array, width: number): void {
  const rows = sums.length / width;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    if (id < 0 || id >= rows) {
      throw new RangeError(`embeddingLookup: expected ids in [0, ${rows}), received ${id}`);
    }
    const to = id * width;
    const from = i * width;
    for (let j = 0; j < width; j++) {
      sums[to + j] += dy[from + j];
    }
  }
}

// tfjs' own UnsortedSegmentSum on this backend goes through all ids once for every row of the table and holds every
// intermediate result until the end: 30,522 rows of 128 with 512 ids would take 8 GB.
registerKernel({
  kernelName: fusedKernels.EmbeddingGrad,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { dy, ids } = inputs as FusedKernelSignatures['ElectraEmbeddingGrad']['inputs'];
    const { rows } = attrs as FusedKernelSignatures['ElectraEmbeddingGrad']['attrs'];
    const cpu = backend as CpuBackend;
    const width = dy.shape[1];
    const sums = new Float32Array(rows * width);
    addRows(sums, cpu.data.get(dy.dataId).values as Float32Array, cpu.data.get(ids.dataId).values as Int32Array, width);
    return cpu.makeTensorInfo([rows, width], 'float32', sums);
  },
});
