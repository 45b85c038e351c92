import { encodeHeader } from './safetensors-header.js';
import { checkStoredTensor, type StoredTensor } from './stored-tensor.js';
import { replaceFile } from './write-file-atomically.js';

/**
 * Writes tensors in the safetensors format (https://github.com/huggingface/safetensors#format), atomically. Tensors are
 * sorted by name, so that the same tensors give the same bytes in whatever order they come; each is written straight
 * from its own memory.
 *
 * @param metadata free texts, e.g. `{format: 'pt'}`, which Hugging Face's loaders ask for
 * @throws Error naming a tensor whose parts disagree; UserError when the file cannot be written
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const sorted = Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, tensor] of sorted) {
    checkStoredTensor(name, tensor);
  }
  const header = encodeHeader(sorted, metadata);
  await replaceFile(path, async (handle) => {
    await handle.writeFile(header);
    for (const [, { data }] of sorted) {
      await handle.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  });
}
