import { UserError } from '@electra-ts/config';
import type { HuggingFaceConfig } from '@electra-ts/nn';

/**
 * The two entries of config.json that name a classifier's labels.
 *
 * @param fewest how many labels the task needs
 * @throws UserError where there are fewer labels, or one is there twice
 */
export function labelEntries(labels: readonly string[], fewest = 2): HuggingFaceConfig {
  if (labels.length < fewest || new Set(labels).size !== labels.length) {
    throw new UserError({
      what: 'The labels of the classifier cannot be used',
      expected: `at least ${fewest === 2 ? 'two labels' : 'one label'}, each once`,
      received: JSON.stringify(labels),
    });
  }
  return {
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  };
}

/**
 * Label names in the order of their ids, from a parsed config.json; transformers leaves them out where there are two
 * that nobody named. Where they are missing, the names of `label2id` are taken, or as there `num_labels` counts them.
 *
 * @throws UserError where the ids are not 0, 1, 2 ... or a name is no text
 */
export function labelNames(json: HuggingFaceConfig): string[] {
  const id2label = json['id2label'] ?? inverted(json['label2id']);
  if (id2label === undefined || id2label === null) {
    const { num_labels: count } = json;
    return Array.from({ length: Number.isSafeInteger(count) && (count as number) > 0 ? (count as number) : 2 }, (_, id) => `LABEL_${id}`);
  }
  const names: unknown[] = Object.keys(id2label).map((_, id) => (id2label as Record<string, unknown>)[id]);
  if (typeof id2label !== 'object' || names.length === 0 || !names.every((name) => typeof name === 'string')) {
    throw new UserError({
      what: 'config.json has an id2label that cannot be used',
      expected: 'an object of names by id, with the ids 0, 1, 2 and so on',
      received: JSON.stringify(id2label),
    });
  }
  return names as string[];
}

/** `id2label` of a `label2id`. */
function inverted(label2id: unknown): Record<string, string> | undefined {
  if (typeof label2id !== 'object' || label2id === null || Object.keys(label2id).length === 0) return undefined;
  return Object.fromEntries(Object.entries(label2id as Record<string, unknown>).map(([label, id]) => [String(id), label]));
}
