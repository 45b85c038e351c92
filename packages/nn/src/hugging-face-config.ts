import { showValue, UserError } from '@electra-ts/config';
import { configKeys, electraConfig, type ElectraConfig } from './electra-config.js';

/** A parsed `config.json`. */
export type HuggingFaceConfig = Readonly<Record<string, unknown>>;

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The content of a `config.json` that `transformers` (ElectraConfig) loads.
 *
 * @param extra further entries, such as `architectures` or `id2label`; they win over the configuration's own
 */
export function toHuggingFaceConfig(config: ElectraConfig, extra: HuggingFaceConfig = {}): HuggingFaceConfig {
  const entries = configKeys.map((key) => [snakeCase(key), config[key]]);
  return { model_type: 'electra', ...Object.fromEntries(entries), position_embedding_type: 'absolute', ...extra };
}

/**
 * Reads the content of a Hugging Face `config.json`. Keys that do not shape the network are ignored, absent ones take
 * Hugging Face's defaults.
 *
 * @throws UserError where the file describes another kind of model (a decoder included), or a value has the wrong type or cannot be used
 */
export function fromHuggingFaceConfig(json: unknown): ElectraConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const received = Array.isArray(json) ? 'an array' : json === null ? 'null' : typeof json;
    throw new UserError({ what: 'config.json cannot be used', expected: 'an object of model settings', received });
  }
  const entries = json as HuggingFaceConfig;
  expectValue(entries, 'model_type', 'electra');
  expectValue(entries, 'position_embedding_type', 'absolute');
  // A decoder sees what is left of a token only (ElectraForCausalLM of transformers); this encoder sees all.
  if (entries['is_decoder'] !== null) expectValue(entries, 'is_decoder', false);
  const partial: Record<string, unknown> = {};
  for (const key of configKeys) {
    const value = entries[snakeCase(key)];
    if (value === undefined || value === null) {
      continue;
    }
    const type = key === 'hiddenAct' ? 'string' : 'number';
    if (typeof value !== type) {
      throw unusable(snakeCase(key), `a ${type}`, value);
    }
    partial[key] = value;
  }
  return electraConfig(partial as Partial<ElectraConfig>);
}

function expectValue(entries: HuggingFaceConfig, key: string, expected: string | boolean): void {
  const value = entries[key];
  if (value !== undefined && value !== expected) {
    throw unusable(key, JSON.stringify(expected), value);
  }
}

const unusable = (key: string, expected: string, value: unknown): UserError =>
  new UserError({ what: `config.json has a ${key} that cannot be used`, expected, received: showValue(value) });
