import { median } from '@electra-ts/tasks';
import { miniTasks, starts } from './mini-tasks.mjs';

const groups = [
  ['texts', 'Sentences and pairs'],
  ['tags', 'Tags of words'],
  ['questions', 'Questions'],
];

/**
 * The page of the mini results.
 *
 * @param lines of the results file: `setup`, `pre-training` and `cell` lines as mini-results.mjs writes them
 * @returns Markdown
 */
export function resultsPage(lines) {
  const pretraining = lines.find(({ type }) => type === 'pre-training');
  const cells = lines.filter(({ type }) => type === 'cell');
  return [
    '# A mini model that was pre-trained for about an hour, fine-tuned',
    '',
    '    npx nx run workspace:mini-results',
    '',
    'makes the tokenizer, the shards and the run of [its recipe](../../tools/results/mini-hour.yaml), fine-tunes the run and the same network with new weights on each',
    'task with the task\'s own recipe, and fits a linear model of words beside them. Stopped and typed again it goes on. This page is written by it, from the cells that',
    'are done; nothing is chosen by hand.',
    '',
    ...(pretraining ? pretrainingPart(pretraining) : ['The pre-training is not done.', '']),
    ...fineTuningPart(cells),
    ...groups.flatMap(([group, title]) => groupPart(group, title, cells)),
    ...bestPart(cells),
    ...recipePart(cells),
  ].join('\n');
}

function pretrainingPart({ phases, hours, engine, node, date, parameters, metrics }) {
  const row = (name, key, digits = 3) => `| ${name} | ${metrics[key] === undefined ? 'missing' : metrics[key].toFixed(digits)} |`;
  return [
    '## Pre-training',
    '',
    `${phases.map(({ steps, batchSize, sequenceLength }) => `${steps.toLocaleString('en')} steps of ${batchSize} x ${sequenceLength} tokens`).join(', then ')} in ${hours.toFixed(2)} hours, ${(parameters / 1e6).toFixed(1)} M parameters in the discriminator, ${date}, ${engine}, Node ${node}.`,
    'On held-out books, after the last step:',
    '',
    '| | |',
    '|---|---|',
    row('generator, nats a masked token', 'generator/loss'),
    row('generator, right tokens', 'generator/accuracy'),
    row('the most frequent token everywhere', 'generator/unigramBaseline'),
    row('discriminator on the generator\'s replacements, area under the ROC curve', 'live/auc'),
    row('the same, accuracy', 'live/accuracy'),
    row('calling no token replaced, accuracy', 'live/alwaysOriginal'),
    row('discriminator on random replacements that stay the same, area', 'fixed/auc'),
    '',
  ];
}

function fineTuningPart(cells) {
  const wanted = miniTasks.reduce((sum, { seeds }) => sum + 2 * seeds + 1, 0);
  const dates = [...new Set(cells.map(({ date }) => date))].sort();
  const engines = [...new Set(cells.flatMap(({ engine }) => engine ?? []))];
  const seconds = cells.reduce((sum, cell) => sum + cell.seconds, 0);
  return [
    '## Fine-tuned',
    '',
    `${cells.length} of ${wanted} cells${cells.length === 0 ? '.' : `, ${(seconds / 3600).toFixed(2)} hours together, ${dates.at(0)}${dates.length > 1 ? ` to ${dates.at(-1)}` : ''}, ${engines.join('; ')}.`}`,
    'Median over the seeds (lowest to highest); figures are percent, correlations times 100. "Untrained" is the same network with new weights, another draw for each seed.',
    'Development texts longer than the longest input are cut while training, as the reference has it; test files and the linear model are read whole.',
    'On test files the figure is of the epoch that was best on development data; without one it is of development data after the last epoch, as the reference reports it, which',
    'no choice among epochs has made better. The linear model reads words and pairs of words that follow one another (of pairs of texts also their overlap, of tags the neighbors);',
    'nothing of it is drawn or tuned, so that it has one figure. For questions it is the constant "no answer".',
    '',
  ];
}

function groupPart(group, title, cells) {
  const tasks = miniTasks.filter((each) => each.group === group);
  return [
    `### ${title}`,
    '',
    table(tasks, (task, start) => figure(ofCell(cells, task, start), (cell) => cell.metrics[task.metric], task)),
    '',
    `${tasks.map(({ note }) => note).join('. ')}.`,
    '',
  ];
}

/** What picking the best epoch on the same data makes of the figures of development data. */
function bestPart(cells) {
  const tasks = miniTasks.filter(({ split }) => split === 'dev');
  const networks = starts.filter((start) => start !== 'bag of words');
  return [
    '### The best epoch on development data',
    '',
    table(tasks, (task, start) => figure(ofCell(cells, task, start), (cell) => cell.bestOnDev?.metrics[task.metric], task), networks),
    '',
    'Picked and measured on the same examples, hence optimistic: beside published figures that are made this way, not above. The splits are those of the tables above, with all that is said of them.',
    '',
  ];
}

function recipePart(cells) {
  const rows = miniTasks.flatMap((task) => {
    const [cell] = ofCell(cells, task, 'pre-trained');
    if (cell === undefined) return [`| ${task.task} | missing |`];
    const { epochs, batchSize, learningRate, maxLength } = cell.recipe;
    const took = cells.filter((each) => each.task === task.task && each.start !== 'bag of words').map(({ seconds }) => Math.round(seconds));
    return [`| ${task.task} | ${epochs} | ${cell.steps} | ${batchSize} | ${learningRate} | ${maxLength} | ${Math.min(...took)} to ${Math.max(...took)} s |`];
  });
  return [
    '### Recipes',
    '',
    '| | epochs | steps | batch | learning rate | longest input | a cell took |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

const ofCell = (cells, { task }, start) => cells.filter((cell) => cell.task === task && cell.start === start).sort((a, b) => a.seed - b.seed);

function table(tasks, content, columns = starts) {
  const rows = tasks.map((task) => [`${task.task}, ${task.shows}, ${task.split}`, ...columns.map((start) => content(task, start))]);
  return [['', ...columns], columns.map(() => '---').toSpliced(0, 0, '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Median, and lowest to highest where there are several; says how many are missing. */
function figure(cells, valueOf, { scale, seeds }) {
  const values = cells.map(valueOf).filter((value) => value !== undefined).sort((a, b) => a - b);
  if (values.length === 0) return 'missing';
  const show = (value) => (scale * value).toFixed(1);
  const spread = values.length > 1 ? ` (${show(values[0])} to ${show(values.at(-1))})` : '';
  const expected = cells[0].start === 'bag of words' ? 1 : seeds;
  return `${show(median(values))}${spread}${values.length < expected ? `, ${values.length} of ${expected} seeds` : ''}`;
}
