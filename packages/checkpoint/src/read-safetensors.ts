import { SafetensorsFile } from './safetensors-file.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Reads all tensors of a safetensors file: F32 and I32 as they are, F16 and BF16 widened to float32, I64 narrowed to
 * int32. For one tensor of a large file, or its metadata, open a `SafetensorsFile`.
 *
 * @throws UserError naming the tensor or key for anything wrong with the file
 */
export async function readSafetensors(path: string): Promise<Record<string, StoredTensor>> {
  const file = await SafetensorsFile.open(path);
  try {
    const tensors: [string, StoredTensor][] = [];
    for (const name of file.names) {
      tensors.push([name, await file.read(name)]);
    }
    return Object.fromEntries(tensors);
  } finally {
    await file.close();
  }
}
