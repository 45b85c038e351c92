import { interruptible } from '@electra-ts/cli';
import { packageVersion } from '@electra-ts/config';
import { Command, InvalidArgumentError, Option } from 'commander';

const engines = ['auto', 'onnxruntime', 'openvino', 'tensorflow', 'wasm', 'cpu'];

/** The flags of commands that compute. */
function withEngine(command: Command): Command {
  return command
    .addOption(new Option('--engine <name>', 'what computes').choices(engines).default('auto'))
    .addOption(new Option('--precision <name>', 'what matrix products read (default: float32)').choices(['float32', 'bfloat16', 'auto']))
    .option('--threads <count>', 'threads of the engine (default: all cores)', positiveInteger);
}

function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Expected a whole number of at least 1.');
  return number;
}

function portNumber(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65_535) throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
  return number;
}

/** Runs a command that Ctrl-C or SIGTERM ends. */
const stoppable = (run: (signal: AbortSignal) => Promise<void>) => interruptible(run, 'Stopped.');

/** Options of the commands that ask a model about texts. */
function aboutTexts(command: Command): Command {
  return withEngine(command)
    .requiredOption('--model <folder>', 'a run, a checkpoint or a model folder')
    .option('--text <text>', 'one text, or a JSON object as --input has it')
    .option('--input <file>', 'a text a line, or JSON objects with "text"; - for standard input')
    .addOption(
      new Option('--on-error <what>', 'at a line that cannot be used: report it and go on (to 10,000 in a row), or stop')
        .choices(['report', 'stop'])
        .default('report'),
    )
    .option('--json', 'one JSON document on standard output', false);
}

/** Seconds between two writings of a page that is watched, where nothing else is said. */
const WATCH = 30;

function watchSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds >= 1 && seconds <= 86_400)) throw new InvalidArgumentError('Expected seconds, 1 to 86400.');
  return seconds;
}

/** Options of the commands that put runs side by side, and may ask fine-tuned models about labeled data. */
function aboutRuns(command: Command): Command {
  return withEngine(command)
    .argument('<run...>', 'pre-training runs, and folders of fine-tuned models')
    .option('--data <folder>', "the task's data, for what needs the models' answers")
    .option('--task <name>', "a task file, or the name of a built-in task, where the models' own name is not known")
    .addOption(new Option('--split <name>', 'which part of the data').choices(['train', 'dev', 'test']).default('dev'))
    .option('--json', 'one JSON document on standard output', false);
}

/** The commands of `electra-evaluator`. Each loads what it needs when it runs, so that help is instant. */
export function program(): Command {
  const evaluator = new Command('electra-evaluator').description('Scores ELECTRA and shows what it sees.').version(packageVersion(import.meta.url));

  aboutTexts(evaluator.command('detect'))
    .summary('each token with its probability of being replaced')
    .description('each text with [[marks]] around the tokens that were replaced with a probability above 0.5, or behind it the likeliest where none was; each token with --json')
    .option('--summary', 'scores of each text as a whole instead: mean and highest doubt, log-probability of being original, pseudo-log-likelihood', false)
    .action((options) => stoppable(async (signal) => (await import('./commands/detect.js')).detect({ ...options, signal })));
  aboutTexts(evaluator.command('embed').description("a vector for each text, from the encoder's last layer"))
    .addOption(new Option('--pooling <name>', 'the vector of [CLS], or the mean of all').choices(['cls', 'mean']).default('mean'))
    .action((options) => stoppable(async (signal) => (await import('./commands/embed.js')).embedTexts({ ...options, signal })));
  aboutTexts(evaluator.command('fill-mask').description('the likeliest tokens for each [MASK]'))
    .option('--top-k <count>', 'candidates for each mask', positiveInteger, 5)
    .action((options) => stoppable(async (signal) => (await import('./commands/fill-mask.js')).fillMask({ ...options, signal })));
  aboutTexts(evaluator.command('predict').description("a fine-tuned model's answers: labels, numbers, tags, spans, choices")).action((options) =>
    stoppable(async (signal) => (await import('./commands/predict.js')).predict({ ...options, signal })),
  );
  withEngine(evaluator.command('score'))
    .description('official metrics of a fine-tuned model on labeled data')
    .requiredOption('--model <folder>', 'a fine-tuned model')
    .requiredOption('--task <name>', 'a task file, or the name of a built-in task')
    .requiredOption('--data <folder>', "the task's data")
    .addOption(new Option('--split <name>', 'which part of the data').choices(['train', 'dev', 'test']).default('dev'))
    .option('--submission <folder>', "also write the answers as the benchmark's server takes them, right ones known or not")
    .option('--json', 'one JSON document on standard output', false)
    .action((options) => stoppable(async (signal) => (await import('./commands/score.js')).score({ ...options, signal })));
  aboutRuns(evaluator.command('compare').description('runs side by side at equal steps, FLOPs and seconds'))
    .option('--resamples <count>', 'samples of the paired bootstrap', positiveInteger, 1000)
    .action((runs, options) => stoppable(async (signal) => (await import('./commands/compare.js')).compare(runs, { ...options, signal })));
  aboutRuns(evaluator.command('report').description('one self-contained page: curves, tables, mistakes, costs'))
    .requiredOption('--out <file>', 'where the page is written, report.html say')
    .option('--watch [seconds]', 'write the page again every so many seconds (30), while runs go on, until Ctrl-C', watchSeconds)
    .action((runs, { watch, ...options }) => {
      const seconds = watch === true ? WATCH : watch;
      const write = async (signal: AbortSignal) =>
        (await import('./commands/report.js')).report(runs, { ...options, ...(watch !== undefined && { watch: seconds }), signal });
      return interruptible(write, watch === undefined ? 'Stopped.' : 'Stopped. The page stays as it was written last.');
    });
  withEngine(evaluator.command('serve'))
    .description('a page for trying a model, and the same over HTTP')
    .requiredOption('--model <folder>', 'a run, a checkpoint, a model folder or a fine-tuned model')
    .option('--host <name>', 'where to listen; other machines reach it only if this says so', '127.0.0.1')
    .option('--port <number>', 'port to listen at, 0 for any that is free', portNumber, 8080)
    .option('--json', 'the address as one JSON document on standard output', false)
    .action(async (options) => (await import('./commands/serve.js')).serve(options));
  return evaluator;
}
