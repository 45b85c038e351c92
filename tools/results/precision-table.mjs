import { median } from '@electra-ts/tasks';

export const precisions = ['float32', 'bfloat16'];

/** Tasks whose figure after the last epoch is compared, on their development data. */
export const comparedTasks = [
  { task: 'sst2', folder: 'sst2', metric: 'accuracy', shows: 'SST-2, accuracy' },
  { task: 'cola', folder: 'cola', metric: 'matthews_correlation', shows: 'CoLA, Matthews' },
];

/** What is compared after pre-training and along it. */
export const curves = [
  { key: 'generator/loss', shows: 'generator, nats a masked token' },
  { key: 'live/auc', shows: 'discriminator, area under the ROC curve, on the generator\'s replacements' },
  { key: 'fixed/auc', shows: 'the same on random replacements that stay the same' },
];

/**
 * The page of the comparison.
 *
 * @param lines `pre-training` and `fine-tuning` lines as precision-results.mjs writes them
 * @returns Markdown
 */
export function precisionPage(lines) {
  const runs = lines.filter(({ type }) => type === 'pre-training');
  const tuned = lines.filter(({ type }) => type === 'fine-tuning');
  const rows = [
    ...curves.map(({ key, shows }) => row(shows, (precision) => of(runs, precision), ({ evaluations }) => evaluations.at(-1)[key])),
    ...comparedTasks.map(({ task, metric, shows }) => row(shows, (precision) => of(tuned.filter((each) => each.task === task), precision), ({ metrics }) => metrics[metric])),
  ];
  return [
    '# What bfloat16 products do to learning',
    '',
    '    npx nx run workspace:precision-results',
    '',
    'pre-trains the networks of [a recipe](../../tools/results/mini-3000.yaml) on the books with several seeds, in float32 and in bfloat16 by the same engine, and fine-tunes each run on two tasks. Stopped and typed',
    'again it goes on; this page is written by it from what is done. A seed is the same draw of weights, batches and masks in both precisions.',
    '',
    ...runsPart(runs),
    '| after the last step, or epoch, of each seed | float32 | bfloat16 | bfloat16 less float32, seed by seed | difference of the medians | spread over the seeds in float32 |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    'SST-2 and CoLA: development data, not the official splits (6,920 and 1,821 sentences of SST-2; 516 development sentences of CoLA).',
    '',
    ...(runs.length === 0 ? [] : ['![the curves of the tables below](precision.svg)', '']),
    ...curves.flatMap((curve) => curvePart(curve, runs)),
  ].join('\n');
}

function runsPart(runs) {
  if (runs.length === 0) return ['Nothing is done yet.', ''];
  const told = runs.map(({ seed, precision, hours, date }) => `seed ${seed} in ${precision} (${(60 * hours).toFixed(0)} min, ${date})`);
  return [`Done, in minutes that other runs may have shared: ${told.join('; ')}. ${[...new Set(runs.map(({ engine }) => engine))].join('; ')}.`, ''];
}

const of = (lines, precision) => lines.filter((each) => each.precision === precision).sort((a, b) => a.seed - b.seed);
const show = (value) => value.toFixed(4);

function row(shows, linesOf, valueOf) {
  const [singleLines, halfLines] = precisions.map(linesOf);
  const [single, half] = [singleLines, halfLines].map((lines) => lines.map(valueOf));
  const paired = halfLines.flatMap((each) => singleLines.filter(({ seed }) => seed === each.seed).map((same) => valueOf(each) - valueOf(same)));
  const list = (values) => (values.length === 0 ? 'missing' : values.map(show).join(', '));
  const difference = single.length > 0 && half.length > 0 ? show(median(half) - median(single)) : 'missing';
  const spread = single.length > 1 ? show(Math.max(...single) - Math.min(...single)) : 'missing';
  return `| ${[shows, list(single), list(half), list(paired), difference, spread].join(' | ')} |`;
}

/** A row for each evaluation: each seed in both precisions. */
function curvePart({ key, shows }, runs) {
  const columns = [...runs].sort((a, b) => a.seed - b.seed || precisions.indexOf(a.precision) - precisions.indexOf(b.precision));
  if (columns.length === 0) return [];
  const steps = [...new Set(columns.flatMap(({ evaluations }) => evaluations.map(({ step }) => step)))].sort((a, b) => a - b);
  const cell = (run, step) => run.evaluations.find((each) => each.step === step)?.[key];
  return [
    `## ${shows[0].toUpperCase()}${shows.slice(1)}`,
    '',
    `| step | ${columns.map(({ seed, precision }) => `seed ${seed}, ${precision}`).join(' | ')} |`,
    `|---|${columns.map(() => '---').join('|')}|`,
    ...steps.map((step) => `| ${step} | ${columns.map((run) => cell(run, step)?.toFixed(4) ?? '').join(' | ')} |`),
    '',
  ];
}
