/**
 * Whether weight decay applies to a parameter: not where its name has `LayerNorm`, `layer_norm` or `bias` in it
 * (reference: `exclude_from_weight_decay` in google-research/electra model/optimization.py).
 *
 * A model with other names has its own rule: see `decays` of `AdamWOptions`.
 *
 * @param name Hugging Face's name, e.g. 'electra.encoder.layer.0.output.dense.weight'
 */
export function decaysWeight(name: string): boolean {
  return !/LayerNorm|layer_norm|bias/.test(name);
}
