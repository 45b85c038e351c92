import { availableParallelism } from 'node:os';
import { interruptible, userPath } from '@electra-ts/cli';
import { UserError } from '@electra-ts/config';
import type { ExampleMode, Manifest, SentenceUnit } from '@electra-ts/data';
import { formatQuantity } from '@electra-ts/report';
import { type InputFlags, InputReport } from '../io/input-flags.js';
import { inputPath } from '../io/input-path.js';
import { printJson } from '../io/print-json.js';
import { StageProgress } from '../progress/stage-progress.js';

/** What the user typed. */
export interface PrepareOptions extends InputFlags {
  readonly tokenizer: string;
  readonly out: string;
  readonly sequenceLength: number;
  readonly examples: ExampleMode;
  readonly sentenceUnit?: SentenceUnit;
  readonly overflow?: 'drop' | 'carry';
  readonly validation?: number;
  readonly valid?: readonly string[];
  readonly weights?: readonly number[];
  readonly temperature?: number;
  readonly whenExhausted?: 'stop' | 'repeat';
  readonly seed: number;
  readonly workers?: number;
  readonly resume: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** With more of them memory passes 600 MB (docs/benchmarks.md), and the thread that reads and writes hardly keeps up. */
const mostWorkers = 4;

/** `electra-trainer prepare`. */
export async function prepareShards(options: PrepareOptions): Promise<void> {
  const { workers = Math.min(mostWorkers, availableParallelism()) } = options;
  // The native tokenizer reads it when it starts its threads, so it has to be set before the library is loaded.
  process.env['RAYON_NUM_THREADS'] ??= String(workers);
  const { Tokenizer } = await import('@electra-ts/tokenizer');
  const { prepareData } = await import('../stages/prepare-data.js');
  const out = userPath(options.out);
  const { weights, temperature, whenExhausted } = options;
  const progress = new StageProgress({ title: 'prepare', quiet: options.quiet });
  const input = new InputReport(options);
  if (options.valid?.includes('-') && options.input.includes('-')) {
    throw new UserError({ what: 'Standard input (-) cannot be both --input and --valid', remedy: 'Name files for one of them.' });
  }
  const manifest = await interruptible(
    async (signal) =>
      prepareData({
        paths: input.paths,
        reading: { ...input.options, mixture: { names: options.input, weights, temperature, whenExhausted } },
        validationPaths: options.valid?.map(inputPath),
        validationReading: { ...input.options, mixture: { names: options.valid }, onCleaning: (report) => (input.validationCleaning = report) },
        tokenizer: await Tokenizer.fromPretrained(userPath(options.tokenizer)),
        out,
        sequenceLength: options.sequenceLength,
        validationFraction: options.validation,
        exampleMode: options.examples,
        sentenceUnit: options.sentenceUnit,
        overflow: options.overflow,
        workers,
        seed: options.seed,
        force: options.force,
        unfinished: { resume: options.resume },
        progress,
        signal,
      }),
    'Stopped. What was written so far, if anything, is kept: go on with --resume.',
  );
  const { train, valid } = manifest.splits;
  const tokens = formatQuantity(train.tokens + valid.tokens, 'tokens');
  progress.done(`${tokens}: ${train.examples} examples to train on, ${valid.examples} held out, in ${options.out}`);
  if (!options.quiet) {
    tellSources(manifest);
  }
  input.tell();
  if (options.json) {
    await printJson({ out, manifest, skipped: input.skipped, cleaning: input.cleaning, validationCleaning: input.validationCleaning });
  }
}

/** Writes what came from each of several sources to standard error. */
function tellSources({ sources = [], characters }: Manifest): void {
  if (sources.length < 2) return;
  for (const { name, documents, characters: own, tokens } of sources) {
    const share = ((100 * own) / characters).toFixed(1);
    process.stderr.write(`Source ${name}: ${documents} documents, ${tokens} tokens, ${share} % of the text\n`);
  }
}
