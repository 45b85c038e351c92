// Official names of columns and files: https://gluebenchmark.com/tasks (2019), SQuAD, CoNLL-2000 and CoNLL-2003.

const sentence = { kind: 'classification', text: 'sentence' } as const;
const sentencePair = { kind: 'classification', text: 'sentence1', pair: 'sentence2' } as const;

/**
 * Tasks known by name, as task files have them: English benchmarks in their official files, or in tables with the columns
 * `sentence` (or `sentence1` and `sentence2`) and `label`. What their training says is the reference's own
 * (`configure_finetuning.py`, `finetune/classification/classification_tasks.py`).
 */
export const builtInTasks = {
  // Official training and development files have no header; the test file has one.
  cola: { ...sentence, header: ['source', 'label', 'original_judgement', 'sentence'], metric: 'matthews_correlation' },
  sst2: sentence,
  mr: sentence,
  cr: sentence,
  subj: sentence,
  mrpc: {
    ...sentencePair,
    rename: { '#1 String': 'sentence1', '#2 String': 'sentence2', Quality: 'label' },
    metric: 'f1',
    training: { swapPairs: true },
  },
  sts: {
    ...sentencePair,
    kind: 'regression',
    label: 'score',
    range: [0, 5],
    training: { epochs: 10, swapPairs: true },
  },
  qqp: {
    ...sentencePair,
    // Some rows of the official files lack columns; the reference passes them over.
    raggedRows: 'skip',
    rename: { question1: 'sentence1', question2: 'sentence2', is_duplicate: 'label' },
    metric: 'f1',
  },
  mnli: {
    ...sentencePair,
    rename: { gold_label: 'label' },
    labels: ['contradiction', 'entailment', 'neutral'],
    files: { dev: ['dev_matched.tsv'], test: ['test_matched.tsv'] },
  },
  'mnli-mm': {
    ...sentencePair,
    rename: { gold_label: 'label' },
    labels: ['contradiction', 'entailment', 'neutral'],
    files: { dev: ['dev_mismatched.tsv'], test: ['test_mismatched.tsv'] },
  },
  // GLUE's diagnostic set, answered by a model of MNLI.
  ax: {
    ...sentencePair,
    rename: { Premise: 'sentence1', Hypothesis: 'sentence2', Label: 'label' },
    labels: ['contradiction', 'entailment', 'neutral'],
    metric: 'matthews_correlation',
    files: { dev: ['diagnostic-full.tsv'], test: ['diagnostic.tsv'] },
  },
  qnli: { ...sentencePair, text: 'question', pair: 'sentence' },
  // Ten epochs instead of three, as the paper's appendix has it for small data sets.
  rte: { ...sentencePair, training: { epochs: 10 } },
  wnli: sentencePair,
  squad: { kind: 'question-answering', files: { train: ['train-v1.1.json'], dev: ['dev-v1.1.json'] } },
  squad2: { kind: 'question-answering', files: { train: ['train-v2.0.json'], dev: ['dev-v2.0.json'] } },
  // The shared task has a training and a test file.
  conll2000: { kind: 'tagging', holdOut: true },
  conll2003: { kind: 'tagging', files: { train: ['eng.train'], dev: ['eng.testa', 'valid.txt'], test: ['eng.testb'] } },
} as const;
