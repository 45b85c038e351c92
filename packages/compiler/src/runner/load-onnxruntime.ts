/** What is used of onnxruntime-node. Written down here, since a declaration may not ask for a package that is optional. */
export interface OnnxruntimeModule {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<OnnxSession> };
  readonly Tensor: new (type: string, data: unknown, shape: readonly number[]) => OnnxTensor;
}

/** A graph that is ready to run. */
export interface OnnxSession {
  /** @param fetches a tensor that receives a result, or null for a new one */
  run(feeds: Readonly<Record<string, OnnxTensor>>, fetches: Readonly<Record<string, OnnxTensor | null>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  endProfiling(): void;
  release(): Promise<void>;
}

/** A value of a graph. */
export interface OnnxTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/**
 * onnxruntime-node, which is an optional dependency.
 *
 * @throws Error that says how to install it
 */
export async function loadOnnxruntime(): Promise<OnnxruntimeModule> {
  try {
    const loaded = (await import('onnxruntime-node')) as unknown as OnnxruntimeModule & { readonly default?: OnnxruntimeModule };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new Error(
      'onnxruntime-node cannot be loaded. Install it with `npm install onnxruntime-node@1.30.0 --ignore-scripts` ' +
        '(the CPU library is inside the package).',
      { cause: error },
    );
  }
}
