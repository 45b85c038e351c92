export { describeFileError, fileErrorCode } from './describe-file-error.js';
export { readSafetensors } from './read-safetensors.js';
export { removeLeftovers } from './remove-leftovers.js';
export { SafetensorsFile } from './safetensors-file.js';
export type { StoredTensor } from './stored-tensor.js';
export { verifyFolder } from './verify-folder.js';
export { writeFileAtomically } from './write-file-atomically.js';
export { writeFolderAtomically } from './write-folder-atomically.js';
export { writeSafetensors } from './write-safetensors.js';
