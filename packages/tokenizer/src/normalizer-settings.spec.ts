import { normalizerSettings, withNormalizerSettings } from './normalizer-settings.js';

const bert = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: true, lowercase: true };
const text = (normalizer: object | null) => JSON.stringify({ version: '1.0', normalizer, model: { vocab: { a: 0 } } });
const changed = (config: Record<string, unknown>) => JSON.parse(withNormalizerSettings(text(bert), config));

describe('withNormalizerSettings', () => {
  it.each([
    [{ do_lower_case: false }, { lowercase: false }],
    [{ strip_accents: false }, { strip_accents: false }],
    [{ strip_accents: null }, { strip_accents: null }],
    [{ tokenize_chinese_chars: false }, { handle_chinese_chars: false }],
    [{ tokenizer_class: 'ElectraTokenizer', do_lower_case: false, strip_accents: null }, { lowercase: false, strip_accents: null }],
  ])('takes what %j says, and nothing else', (config, expected) => {
    expect(changed(config)).toEqual({ ...JSON.parse(text(bert)), normalizer: { ...bert, ...expected } });
  });

  it.each([
    ['says nothing', bert, {}],
    ['says the same', bert, { do_lower_case: true, strip_accents: true, tokenize_chinese_chars: true }],
    ['says what is no setting', bert, { do_lower_case: null, tokenize_chinese_chars: 0 }],
    ['names a class that takes tokenizer.json as it is', bert, { tokenizer_class: 'PreTrainedTokenizerFast', do_lower_case: false }],
    ['is for another normalizer', { type: 'Lowercase' }, { do_lower_case: false }],
    ['is for no normalizer', null, { do_lower_case: false }],
  ])('leaves the very text, and so the fingerprint, where the configuration %s', (_, normalizer, config) => {
    expect(withNormalizerSettings(text(normalizer), config)).toBe(text(normalizer));
  });

  it('takes accents that are left out for those that go with case', () => {
    const json = text({ ...bert, strip_accents: undefined });
    expect(withNormalizerSettings(json, { strip_accents: null })).toBe(json);
  });

  it.each(['not json', 'null', '[1]'])('leaves %j to the library', (json) => {
    expect(withNormalizerSettings(json, { do_lower_case: false })).toBe(json);
  });
});

describe('normalizerSettings', () => {
  it("says all that BERT's normalizer does", () => {
    const json = text({ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: false, lowercase: false });
    expect(normalizerSettings(json)).toEqual({ do_lower_case: false, strip_accents: null, tokenize_chinese_chars: false });
  });

  it.each([null, { type: 'Lowercase' }])('says nothing of %j', (normalizer) => {
    expect(normalizerSettings(text(normalizer))).toEqual({});
  });
});
