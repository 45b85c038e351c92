/** The keys of `tokenizer_config.json`, each with what `tokenizer.json` calls it in a `BertNormalizer`. */
const names = { do_lower_case: 'lowercase', strip_accents: 'strip_accents', tokenize_chinese_chars: 'handle_chinese_chars' } as const;

type Settings = Readonly<Record<string, unknown>>;

interface TokenizerDocument {
  readonly normalizer?: Settings | null;
}

/** The class that any `tokenizer.json` is loaded by, which knows nothing of BERT's normalizer. */
const genericClass = 'PreTrainedTokenizerFast';

/**
 * `tokenizer.json` with what `tokenizer_config.json` says of BERT's normalizer: case, accents and Chinese characters.
 * `transformers` does the same where it loads BERT's and ELECTRA's tokenizers (4.57, tokenization_bert_fast.py), but also
 * where the configuration says nothing: it lowercases then. Here what is left unsaid stays as it is in `tokenizer.json`, since
 * the tokenizer was trained with it.
 *
 * @param json any text; what is no tokenizer comes back as it is
 */
export function withNormalizerSettings(json: string, config: Settings): string {
  const declared = Object.entries(names).filter(([key]) => isSetting(key, config[key]));
  if (declared.length === 0 || config['tokenizer_class'] === genericClass) return json;
  const document = parse(json);
  const normalizer = bertNormalizer(document);
  if (normalizer === undefined || declared.every(([key, name]) => (normalizer[name] ?? null) === config[key])) return json;
  const changes = Object.fromEntries(declared.map(([key, name]) => [name, config[key]]));
  return JSON.stringify({ ...document, normalizer: { ...normalizer, ...changes } }, null, 2);
}

/**
 * What `tokenizer_config.json` has to say so that `transformers` keeps the normalizer of a `tokenizer.json`: nothing where
 * that is no `BertNormalizer`.
 */
export function normalizerSettings(json: string): Settings {
  const normalizer = bertNormalizer(parse(json));
  return normalizer ? Object.fromEntries(Object.entries(names).map(([key, name]) => [key, normalizer[name] ?? null])) : {};
}

function isSetting(key: string, value: unknown): boolean {
  return typeof value === 'boolean' || (key === 'strip_accents' && value === null);
}

function bertNormalizer(document: TokenizerDocument | undefined): Settings | undefined {
  return document?.normalizer?.['type'] === 'BertNormalizer' ? document.normalizer : undefined;
}

function parse(json: string): TokenizerDocument | undefined {
  try {
    return (JSON.parse(json) as TokenizerDocument | null) ?? undefined;
  } catch {
    // The library says better what is wrong with it.
    return undefined;
  }
}
