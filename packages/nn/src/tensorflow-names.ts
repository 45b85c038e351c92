import type { StoredTensor } from '@electra-ts/checkpoint';
import type { Weights } from './canonical-weights.js';

/** Which of the two networks of a checkpoint. */
export type TensorFlowRole = 'discriminator' | 'generator';

/**
 * One network of a checkpoint of the reference, under Hugging Face's names and in its layout: kernels are [in, out] in
 * TensorFlow. A generator without embeddings of its own has the discriminator's (`untied_generator_embeddings`).
 *
 * @param variables by their names in TensorFlow; those of the optimizer and of the other network are left out
 */
export function tensorFlowWeights(variables: Weights, role: TensorFlowRole): Weights {
  const ownEmbeddings = Object.keys(variables).some((name) => name.startsWith('generator/embeddings/'));
  const found = Object.entries(variables).flatMap(([name, tensor]) => {
    const own = networkName(name, role, ownEmbeddings);
    return own === undefined ? [] : [[currentName(own), name.endsWith('/kernel') ? transposed(tensor) : tensor] as const];
  });
  return Object.fromEntries(found);
}

/** The name as if there were only this network; undefined for what is not its own. */
function networkName(name: string, role: TensorFlowRole, ownEmbeddings: boolean): string | undefined {
  if (/\/adam_[mv]$/.test(name)) return undefined;
  const isShared = role === 'generator' && !ownEmbeddings && name.startsWith('electra/embeddings/');
  if (isShared || name.startsWith(`${role}_predictions/`)) return name;
  const scope = role === 'discriminator' ? 'electra/' : 'generator/';
  return name.startsWith(scope) ? `electra/${name.slice(scope.length)}` : undefined;
}

function currentName(name: string): string {
  return name
    .replace(/\/layer_(\d+)\//, '/layer/$1/')
    .replace(/^discriminator_predictions\/dense_1\//, 'discriminator_predictions/dense_prediction/')
    .replace(/^generator_predictions\/output_bias$/, 'generator_lm_head/bias')
    .replace(/(?<=\/)(kernel|gamma)$/, 'weight')
    .replace(/(?<=\/)beta$/, 'bias')
    .replace(/(?<=_embeddings)$/, '/weight')
    .replaceAll('/', '.');
}

function transposed({ shape: [inputs, outputs], dtype, data }: StoredTensor): StoredTensor {
  const out = new Float32Array(data.length);
  for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) out[o * inputs + i] = data[i * outputs + o];
  return { shape: [outputs, inputs], dtype, data: out } as StoredTensor;
}
