import { wordsExample } from './kinds/tagging.js';
import { submissionFile } from './submission.js';

describe('submissionFile', () => {
  it('has GLUE\'s name, header and indices', () => {
    const answers = [{ label: 'entailment' }, { label: 'not_entailment' }];
    const { name, content } = submissionFile({ name: 'rte', kind: 'classification' }, [{}, {}], answers);
    expect([name, content]).toEqual(['RTE.tsv', 'index\tprediction\n0\tentailment\n1\tnot_entailment\n']);
  });

  it('keeps STS-B within its range', () => {
    const { name, content } = submissionFile({ name: 'sts', kind: 'regression' }, [{}, {}], [{ score: 5.2 }, { score: 1.23456 }]);
    expect([name, content]).toEqual(['STS-B.tsv', 'index\tprediction\n0\t5.000\n1\t1.235\n']);
  });

  it('answers SQuAD by id', () => {
    const { name, content } = submissionFile({ name: 'squad2', kind: 'question-answering' }, [{ id: 'x' }, { id: 'y' }], [{ answer: 'a' }, { answer: '' }]);
    expect([name, JSON.parse(content)]).toEqual(['predictions.json', { x: 'a', y: '' }]);
  });

  it('gives conlleval its columns', () => {
    const example = wordsExample(['Anna', 'sings'], ['B-PER', 'O']);
    const answer = { tokens: [{ token: 'Anna', label: 'O' }, { token: 'sings', label: 'O' }] };
    expect(submissionFile({ name: 'conll2003', kind: 'tagging' }, [example, example], [answer, answer])).toEqual({
      name: 'conll2003.txt',
      content: 'Anna B-PER O\nsings O O\n\nAnna B-PER O\nsings O O\n',
    });
  });
});
