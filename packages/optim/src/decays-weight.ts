/**
 * Whether weight decay applies to a parameter: not to layer norms, not to biases
 * (reference: `exclude_from_weight_decay` in google-research/electra model/optimization.py).
 *
 * @param name Hugging Face's name, e.g. 'electra.encoder.layer.0.output.dense.weight'
 */
export function decaysWeight(name: string): boolean {
  return !/LayerNorm|layer_norm|bias/.test(name);
}
