import { tokenizerSettings } from './tokenizer-settings.js';

const declared = (document: object) => tokenizerSettings(JSON.stringify({ model: {}, ...document })).declared;
const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
const text = { Sequence: { id: 'A', type_id: 0 } };
const template = (single: object[]) => ({ type: 'TemplateProcessing', single, pair: [], special_tokens: {} });

describe('tokenizerSettings', () => {
  it.each([
    ['BERT', { type: 'BertProcessing', cls: ['<c>', 1], sep: ['<s>', 2] }, '<c>', '<s>'],
    ['RoBERTa', { type: 'RobertaProcessing', cls: ['<c>', 1], sep: ['<s>', 2], trim_offsets: true }, '<c>', '<s>'],
    ['a template', template([token('<c>'), text, token('<s>')]), '<c>', '<s>'],
    ['a template that only ends', template([text, token('</s>')]), undefined, '</s>'],
    ['a template that only begins', template([token('<b>'), text]), '<b>', undefined],
    ['a sequence', { type: 'Sequence', processors: [{ type: 'ByteLevel' }, template([token('<b>'), text])] }, '<b>', undefined],
    ['no post-processor', null, undefined, undefined],
  ])('finds what stands around a text: %s', (_, post_processor, cls_token, sep_token) => {
    const found = declared({ post_processor });
    expect([found['cls_token'], found['sep_token']]).toEqual([cls_token, sep_token]);
  });

  it('finds the unknown token by name or, of Unigram, by number', () => {
    expect(declared({ model: { unk_token: '<?>' } })['unk_token']).toBe('<?>');
    expect(declared({ model: { unk_id: 1, vocab: [['a', -1], ['<u>', 0]] } })['unk_token']).toBe('<u>');
    expect(declared({ model: { unk_token: null, vocab: { a: 0 } } })['unk_token']).toBeUndefined();
  });

  it('finds the padding and the ids that are special', () => {
    const added_tokens = [
      { id: 7, content: '<p>', special: true },
      { id: 9, content: 'word', special: false },
    ];
    const settings = tokenizerSettings(JSON.stringify({ model: {}, added_tokens, padding: { pad_token: '<p>' } }));
    expect(settings.declared['pad_token']).toBe('<p>');
    expect([...settings.specialIds]).toEqual([7]);
  });
});
