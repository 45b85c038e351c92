/**
 * Heads of a sequence classifier:
 * - `transformers`: dropout, a dense layer with GELU, dropout, an output a label (`ElectraClassificationHead`)
 * - `pooled`: dropout and an output a label, on the state at [CLS] as it is; what the paper's results were made with
 *   (`get_pooled_output` and finetune/classification/classification_tasks.py of the reference)
 */
export const sequenceHeads = ['transformers', 'pooled'] as const;

/** See `sequenceHeads`. */
export type SequenceHead = (typeof sequenceHeads)[number];

/** Names of the class in config.json. transformers has none with the pooled head, and reads the encoder of such a folder. */
export const sequenceArchitectures: Readonly<Record<SequenceHead, string>> = {
  transformers: 'ElectraForSequenceClassification',
  pooled: 'ElectraForPooledSequenceClassification',
};
