import { showValue, UserError } from '@electra-ts/config';

/**
 * The classes of `transformers`, without their `Fast`, whose files are read without a `tokenizer.json`: those that
 * convert_slow_tokenizer.py (4.57) converts as `BertTokenizer`, `RobertaTokenizer` and `GPT2Tokenizer`.
 */
const classes = {
  'vocab.txt': [
    'BertTokenizer',
    'ElectraTokenizer',
    'ConvBertTokenizer',
    'DistilBertTokenizer',
    'LayoutLMTokenizer',
    'LxmertTokenizer',
    'MobileBertTokenizer',
    'SqueezeBertTokenizer',
  ],
  'vocab.json': ['RobertaTokenizer', 'GPT2Tokenizer', 'BartTokenizer', 'LEDTokenizer', 'LongformerTokenizer', 'MvpTokenizer'],
} as const;

/** Settings of `BertJapaneseTokenizer`, whose name is often only in a model's config.json. */
const foreignKeys = ['word_tokenizer_type', 'subword_tokenizer_type'];

/**
 * Checks that a vocabulary without a `tokenizer.json` is used as `tokenizer_config.json` has it, since other classes cut
 * texts otherwise and would find other tokens. A configuration that names no class is one of BERT's or of GPT-2's kind.
 *
 * @param vocabulary the file that was found
 * @throws {UserError} for another class, or settings that only another class has.
 */
export function assertReadableClass(config: Readonly<Record<string, unknown>>, vocabulary: keyof typeof classes, where: string): void {
  const known: readonly string[] = classes[vocabulary];
  const name = config['tokenizer_class'] ?? undefined;
  const isKnown = name === undefined || known.includes(String(name).replace(/Fast$/, ''));
  const key = isKnown ? foreignKeys.find((each) => (config[each] ?? undefined) !== undefined) : 'tokenizer_class';
  if (key === undefined) return;
  throw new UserError({
    what: `The tokenizer of ${where} cannot be read from its ${vocabulary} alone`,
    expected: `a tokenizer.json, or a tokenizer_config.json of one of ${known.join(', ')}`,
    received: `"${key}": ${showValue(config[key])}`,
    remedy: 'Save it with a class of transformers that writes tokenizer.json, if it has one, or choose another tokenizer.',
  });
}
