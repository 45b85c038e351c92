import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { questionOf, readSquad } from './read-squad.js';

const qa = (id: string, answers: object[], more: object = {}) => ({ id, question: `${id}?`, answers, ...more });
const squad = (context: string, ...qas: object[]) => JSON.stringify({ version: 'v2.0', data: [{ title: 't', paragraphs: [{ context, qas }] }] });

describe('readSquad', () => {
  let folder: string;
  const read = async (content: string) => {
    await writeFile(join(folder, 'a.json'), content);
    return readSquad(join(folder, 'a.json'));
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'squad-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads questions with and without answers, counting in UTF-16 units', async () => {
    const content = squad('😀 Anna sings.', qa('who', [{ text: 'Anna', answer_start: 2 }]), qa('where', [], { is_impossible: true }));
    expect(await read(content)).toEqual([
      { id: 'who', question: 'who?', context: '😀 Anna sings.', answers: [{ text: 'Anna', start: 3 }] },
      { id: 'where', question: 'where?', context: '😀 Anna sings.', answers: [] },
    ]);
  });

  it.each([
    ['{"data": 3}', /not a SQuAD file.*at data/],
    ['oops', /not a SQuAD file/],
    [squad('a', qa('x', []), qa('x', [])), /question "x" twice/],
    [squad('abc', qa('x', [{ text: 'b', answer_start: 2 }])), /a\.json, x: an answer.*expected "b" at 2, received "c"/],
    ['{"data": []}', /holds no examples/],
  ])('refuses %j', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});

describe('questionOf', () => {
  const keys = { question: 'question', context: 'context', answers: 'answers' };
  const of = (answers: unknown) => questionOf({ where: 'a.jsonl:1', values: { question: 'q', context: 'one two one', answers } }, keys).answers;

  it('takes texts, SQuAD\'s answers, and those of datasets', () => {
    expect(of(['two'])).toEqual([{ text: 'two', start: 4 }]);
    expect(of([{ text: 'one', answer_start: 8 }])).toEqual([{ text: 'one', start: 8 }]);
    expect(of({ text: ['one'], answer_start: [8] })).toEqual([{ text: 'one', start: 8 }]);
    expect(of([])).toEqual([]);
    expect(of(undefined)).toBeUndefined();
  });

  it('refuses an answer that is not in the context, and what is no answer', () => {
    expect(() => of(['three'])).toThrow(/a\.jsonl:1: an answer does not stand in the context.*received "three"/);
    expect(() => of([{ text: 'one', answer_start: 1 }])).toThrow(/a\.jsonl:1: an answer to "q" does not stand where it is said to/);
    expect(() => of('two')).toThrow(/holds no answers/);
  });

  it('takes ids that are texts or numbers, and refuses others', () => {
    const idOf = (id: unknown) => questionOf({ where: 'a.jsonl:1', values: { id, question: 'q', context: 'c' } }, keys).id;
    expect([idOf('a'), idOf(7), idOf(undefined)]).toEqual(['a', '7', undefined]);
    expect(() => idOf(['a'])).toThrow(/a\.jsonl:1: 'id' is not an id/);
  });
});
