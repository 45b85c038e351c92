/** The smallest thing that `electra-bench` can measure, on one thread. */
export const tinyOptions = {
  preset: 'tiny',
  steps: 1,
  engine: 'onnxruntime',
  threads: 1,
  precision: 'float32',
  peers: [],
  python: 'python3',
  json: true,
} as const;
