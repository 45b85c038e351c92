/** How ONNX Runtime and the C++ library below it say that memory is not to be had. */
const NO_MEMORY = /bad_alloc|failed to allocate|out of memory|allocate memory|exceeds? .*memory|requested_size/i;

/** How OpenVINO refuses a graph (`OpenVinoLibrary.compile`). */
const REFUSED = /^OpenVINO cannot (?:read|compile) the graph/;

/** Whether an engine says that it cannot compute a graph, which another may; memory that runs out is no such reason. */
export function isRefused(reason: string): boolean {
  return REFUSED.test(reason) && !NO_MEMORY.test(reason);
}

/**
 * The failure of a graph in the words of its user: which step, what ONNX Runtime says, and what helps where that is known.
 *
 * @param action what failed: 'run' or 'be loaded'
 * @param inputs the input types that the graph is for, as one text
 */
export function explainRunError(error: unknown, step: string, action: 'run' | 'be loaded', inputs: string): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const remedy = NO_MEMORY.test(reason)
    ? ' There is not enough memory for these shapes: take fewer rows or shorter sequences at a time, or a lower graphLimit.'
    : '';
  const forInputs = inputs === '' ? '' : ` for ${inputs}`;
  return new Error(
    `step '${step}' could not ${action}${forInputs}: ${reason.replace(/\.?\s*$/, '.')}${remedy} Its variables have the values they had.`,
    { cause: error },
  );
}
