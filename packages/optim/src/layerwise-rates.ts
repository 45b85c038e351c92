/** How fast learning rates fall from the head down to the embeddings. */
export interface LayerwiseOptions {
  /** Factor from one layer to the one below: 0.8 for small and base, 0.9 for large in the reference. */
  readonly decay: number;
  readonly numHiddenLayers: number;
}

/**
 * Multipliers of the learning rate for fine-tuning: `decay ** (numHiddenLayers + 2 - depth)`, where the embeddings (and
 * their projection) have depth 0, layer i depth i + 1, and the head depth numHiddenLayers + 2.
 *
 * So the head learns at the full rate and the top layer already at decay^2: no depth belongs to numHiddenLayers + 1.
 * The reference has it so and its author confirmed the oversight; the published results were made with it
 * (google-research/electra model/optimization.py, `_get_layer_lrs`).
 *
 * @param names parameter names as Hugging Face has them; what is not under `electra.` belongs to the head
 * @throws Error for a name under `electra.` that is neither of the embeddings nor of one of the layers
 */
export function layerwiseRates(names: readonly string[], options: LayerwiseOptions): Record<string, number> {
  const { decay, numHiddenLayers } = options;
  if (!(decay > 0 && decay <= 1)) {
    throw new Error(`layerwiseRates: expected a decay above 0 and at most 1, received ${decay}`);
  }
  return Object.fromEntries(
    names.map((name) => [name, decay ** (numHiddenLayers + 2 - depthOf(name, numHiddenLayers))]),
  );
}

function depthOf(name: string, numHiddenLayers: number): number {
  const encoder = /(?:^|\.)electra\.(.*)$/.exec(name)?.[1];
  if (encoder === undefined) {
    return numHiddenLayers + 2;
  }
  if (/^embeddings(_project)?\./.test(encoder)) {
    return 0;
  }
  const layer = Number(/^encoder\.layer\.(\d+)\./.exec(encoder)?.[1] ?? NaN);
  if (!(layer < numHiddenLayers)) {
    throw new Error(
      `layerwiseRates: expected names of embeddings or of layers 0 to ${numHiddenLayers - 1} under "electra.", ` +
        `received ${name}`,
    );
  }
  return layer + 1;
}
