import { userPath } from '@electra-ts/cli';
import { UserError } from '@electra-ts/config';
import { ClassificationBenchmark } from '../classification-benchmark.js';
import { measureSteps, type MeasureStepsOptions, type StepFigures } from '../measure-steps.js';
import { measureTexts, type TextFigures } from '../measure-texts.js';
import { stepTable } from '../step-table.js';
import { type TextPeerName, textPeerNames } from '../text-peer.js';
import { type TorchVariant, torchVariants } from '../torch-peer.js';

/** What `electra-bench inference` is told. */
export interface InferenceOptions extends Omit<MeasureStepsOptions, 'peers'> {
  /** Of random tokens the variants of PyTorch, of texts also transformers.js. */
  readonly peers: readonly (TorchVariant | TextPeerName)[];
  /** A file with one text a line, in place of random tokens. */
  readonly texts?: string;
  /** Cut its words into so many texts of mixed length. */
  readonly mixed?: number;
  /** Needed with `texts`. */
  readonly tokenizer?: string;
  readonly sortPeers?: boolean;
  readonly transformersJs?: string;
  readonly json: boolean;
}

/** `electra-bench inference`: seconds and memory of classifying, with peers measured in turn: a batch of full rows, or texts from strings on. */
export async function inference(options: InferenceOptions): Promise<void> {
  const result = options.texts === undefined ? await rows(options) : await texts(options, options.texts);
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : stepTable(result));
}

async function rows(options: InferenceOptions): Promise<Omit<StepFigures, 'losses'> & { readonly losses?: undefined; readonly textsPerSecond: number }> {
  for (const flag of ['tokenizer', 'mixed', 'transformersJs', 'sortPeers'] as const) {
    if (options[flag] === undefined) continue;
    const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new UserError({ what: `${name} does nothing without --texts`, remedy: 'Name a file with one text a line with --texts.' });
  }
  const peers = among(options.peers, torchVariants, 'rows of random tokens');
  const figures = await measureSteps({ ...options, peers }, {
    create: (runtime) => new ClassificationBenchmark(runtime, { ...options, training: false }),
    script: 'classification_step.py',
    args: ['--inference'],
  });
  return { ...figures, losses: undefined, textsPerSecond: options.batchSize / figures.medianSeconds };
}

async function texts(options: InferenceOptions, path: string): Promise<TextFigures> {
  const { tokenizer, transformersJs = '.', sortPeers = false } = options;
  if (tokenizer === undefined) throw new UserError({ what: '--texts needs a tokenizer', remedy: 'Name its folder with --tokenizer.' });
  return measureTexts({
    ...options,
    texts: userPath(path),
    tokenizer: userPath(tokenizer),
    transformersJs: userPath(transformersJs),
    peers: among(options.peers, textPeerNames, 'texts'),
    sortPeers,
  });
}

/** @throws UserError where a peer cannot do that work */
function among<T extends string>(named: readonly string[], known: readonly T[], what: string): T[] {
  return named.map((name) => {
    const found = known.find((each) => each === name);
    if (found !== undefined) return found;
    throw new UserError({ what: `The peer ${name} does not run on ${what}`, expected: known.join(', '), received: name });
  });
}
