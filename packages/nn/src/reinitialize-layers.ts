import { tensor, type Variable } from '@tensorflow/tfjs-core';
import type { ElectraConfig } from './electra-config.js';
import { blockName } from './encoder-shapes.js';
import { initialValues } from './initialize-parameters.js';

/**
 * Lets the encoder's top layers start anew, as an untrained network's. They learned what pre-training's own task needs, which may hold
 * back learning another one from few examples (Zhang et al. 2021, "Revisiting Few-sample BERT Fine-tuning", section 5).
 *
 * @param parameters by Hugging Face's names; those of the layers are assigned new values of the same shapes
 * @param options.layers how many, from the top; 0 changes nothing
 * @param options.seed of the new values, which do not depend on those before
 * @throws RangeError where the network has fewer layers
 */
export function reinitializeLayers(
  parameters: Readonly<Record<string, Variable>>,
  config: ElectraConfig,
  options: { readonly layers: number; readonly seed: number },
): void {
  const { layers, seed } = options;
  const { numHiddenLayers, initializerRange } = config;
  if (!Number.isInteger(layers) || layers < 0 || layers > numHiddenLayers) {
    throw new RangeError(`reinitializeLayers: expected 0 to ${numHiddenLayers} layers; received ${layers}`);
  }
  const prefixes = Array.from({ length: layers }, (_, n) => `${blockName(numHiddenLayers - 1 - n)}.`);
  Object.entries(parameters).forEach(([name, parameter], site) => {
    if (!prefixes.some((prefix) => name.startsWith(prefix))) return;
    const { shape } = parameter;
    const initial = tensor(initialValues(name, shape, initializerRange, { seed, step: 0, site }), shape, 'float32');
    parameter.assign(initial);
    initial.dispose();
  });
}
