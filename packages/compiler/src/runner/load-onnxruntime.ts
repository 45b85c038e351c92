import type * as Onnxruntime from 'onnxruntime-node';

export type OnnxruntimeModule = typeof Onnxruntime;

/**
 * onnxruntime-node, which is an optional dependency.
 *
 * @throws Error that says how to install it
 */
export async function loadOnnxruntime(): Promise<OnnxruntimeModule> {
  try {
    const loaded = (await import('onnxruntime-node')) as OnnxruntimeModule & { default?: OnnxruntimeModule };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new Error(
      'onnxruntime-node cannot be loaded. Install it with `npm install onnxruntime-node@1.30.0 --ignore-scripts` ' +
        '(the CPU library is inside the package).',
      { cause: error },
    );
  }
}
