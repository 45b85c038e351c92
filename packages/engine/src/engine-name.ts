/** What can compute here, in the order in which `auto` tries them; `cpu` is for tests and is never chosen by itself. */
export const engineNames = ['onnxruntime', 'openvino', 'tensorflow', 'wasm', 'cpu'] as const;

/** One of the engines; see `engineNames`. */
export type EngineName = (typeof engineNames)[number];
