import { UserError } from '@electra-ts/config';
import { labelEntries, labelNames } from './label-names.js';

describe('labelEntries', () => {
  it('writes both directions, and labelNames reads them', () => {
    const labels = ['no', 'maybe', 'yes'];
    const entries = labelEntries(labels);
    expect(entries).toEqual({ id2label: { 0: 'no', 1: 'maybe', 2: 'yes' }, label2id: { no: 0, maybe: 1, yes: 2 } });
    expect(labelNames(JSON.parse(JSON.stringify(entries)) as typeof entries)).toEqual(labels);
  });

  it.each([[['one']], [['a', 'b', 'a']], [[]]])('refuses %j', (labels) => {
    expect(() => labelEntries(labels)).toThrow(UserError);
  });

  it('takes one label where the task needs no more', () => {
    expect(labelEntries(['one'], 1)).toEqual({ id2label: { 0: 'one' }, label2id: { one: 0 } });
    expect(() => labelEntries([], 1)).toThrow(/at least one label, each once/);
  });
});

describe('labelNames', () => {
  it("sorts by id and takes transformers' names where there are none", () => {
    expect(labelNames({ id2label: { 2: 'c', 1: 'b', 0: 'a' } })).toEqual(['a', 'b', 'c']);
    expect(labelNames({})).toEqual(['LABEL_0', 'LABEL_1']);
    expect(labelNames({ label2id: {} })).toEqual(['LABEL_0', 'LABEL_1']);
    expect(labelNames({ num_labels: 3 })).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
    expect(labelNames({ label2id: { c: 2, a: 0, b: 1 }, num_labels: 9 })).toEqual(['a', 'b', 'c']);
    expect(() => labelNames({ label2id: { a: 0, c: 2 } })).toThrow(/id2label/);
  });

  it.each([[{ 0: 'a', 2: 'c' }], [{ 0: 1 }], [{}], [7]])('refuses %j', (id2label) => {
    expect(() => labelNames({ id2label })).toThrow(UserError);
    expect(() => labelNames({ id2label })).toThrow(/id2label/);
  });
});
