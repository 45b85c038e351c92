import type { Parameters } from '@electra-ts/nn';
import { stopGradient } from '@electra-ts/ops';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import type { JointModel, Network } from './joint-model.js';
import { DISENTANGLED } from './sharing.js';

/**
 * The parameters that a network computes with. They are its variables, except that gradient-disentangled embeddings of
 * the discriminator's encoder are the generator's, which get no gradient from here, plus the difference that the
 * encoder learns: E_D = sg(E_G) + E_Δ (DeBERTaV3, He et al. 2021, section 3.3).
 */
export function computedParameters({ sharing, generator }: JointModel, network: Network): Parameters {
  if (sharing !== 'gradient-disentangled' || network === generator) return network.parameters;
  const sums = DISENTANGLED.map((name) => {
    const base: Tensor = generator.parameters[name];
    return [name, add(stopGradient(base), network.parameters[name])] as const;
  });
  return { ...network.parameters, ...Object.fromEntries(sums) };
}
