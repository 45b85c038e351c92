// The tasks of the mini results, cheap ones first, and what a reader of their figures has to know about the files that they are measured on.

/**
 * `folder` is below the tasks' folder. The figure is `metric`, shown as `shows`, on `split`, over `seeds` seeds; `scale` makes its best value 100.
 * `note` is the caption's sentence about the split.
 */
export const miniTasks = [
  {
    task: 'cola', folder: 'cola', group: 'texts', metric: 'matthews_correlation', shows: 'Matthews', scale: 100, split: 'dev', seeds: 3,
    note: 'CoLA: not the official split: 516 development sentences, where GLUE has 1,043 (CoLA\'s out-of-domain part has as many)',
  },
  {
    task: 'sst2', folder: 'sst2', group: 'texts', metric: 'accuracy', shows: 'accuracy', scale: 100, split: 'dev', seeds: 3,
    note: 'SST-2: not the official split: 6,920 training and 1,821 development sentences, where GLUE has 67,349 phrases and 872 sentences',
  },
  {
    task: 'mrpc', folder: 'mrpc', group: 'texts', metric: 'f1', shows: 'F1', scale: 100, split: 'test', seeds: 3,
    note: 'MRPC: a test file of as many pairs as the official one (1,725); development data is 500 of the 4,076 pairs that are not test, which is not GLUE\'s split',
  },
  {
    task: 'conll2000', folder: 'conll2000-chunk', group: 'tags', metric: 'FB1', shows: 'F1', scale: 100, split: 'test', seeds: 3,
    note: 'CoNLL-2000: a test file of as many sentences as the official one; training has nine tenths of the official sentences, a tenth, by the hash of their words, being development data',
  },
  {
    task: 'conll2003', folder: 'conll2003-ner', group: 'tags', metric: 'FB1', shows: 'F1', scale: 100, split: 'test', seeds: 3,
    note: 'CoNLL-2003: files of as many sentences as the official ones',
  },
  {
    task: 'rte', folder: 'rte', group: 'texts', metric: 'accuracy', shows: 'accuracy', scale: 100, split: 'dev', seeds: 3,
    note: 'RTE: as many pairs as GLUE\'s files have, 2,490 and 277',
  },
  {
    task: 'sts', folder: 'sts', group: 'texts', metric: 'spearmanr', shows: 'Spearman', scale: 100, split: 'dev', seeds: 3,
    note: 'STS: not the official split: 3,000 training pairs of earlier SemEval years, and 2015\'s pairs as development data, not GLUE\'s STS-B',
  },
  {
    task: 'squad2', folder: 'squad2', group: 'questions', metric: 'f1', shows: 'F1', scale: 1, split: 'dev', seeds: 1,
    note: 'SQuAD2: not the official split: 5,133 training and 945 development questions, both cut from SQuAD 2.0\'s development set, so that these are not SQuAD 2.0 results. '
      + 'Networks choose the threshold of "no answer" on the same questions',
  },
];

/** What a fine-tuning may begin with, and what stands beside it. */
export const starts = ['pre-trained', 'untrained', 'bag of words'];

/**
 * The cells in the order in which they are measured: all tasks with their first seed, then with the others. The bag of words is fitted to the
 * end, so that no seed changes it.
 *
 * @param {readonly string[]} [only] names of tasks; all when absent
 */
export function miniCells(only) {
  const chosen = miniTasks.filter(({ task }) => only === undefined || only.includes(task));
  const seeds = [...Array(Math.max(0, ...chosen.map((each) => each.seeds))).keys()];
  return seeds.flatMap((seed) =>
    chosen
      .filter((each) => seed < each.seeds)
      .flatMap((each) => starts.filter((start) => seed === 0 || start !== 'bag of words').map((start) => ({ ...each, start, seed }))),
  );
}
