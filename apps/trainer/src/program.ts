import { constants } from 'node:buffer';
import { withHugePages } from '@electra-ts/cli';
import { packageVersion } from '@electra-ts/config';
import { Command, InvalidArgumentError, Option } from 'commander';

const engines = ['auto', 'onnxruntime', 'openvino', 'tensorflow', 'wasm', 'cpu'];
const presets = ['tiny', 'mini', 'small', 'small++', 'base', 'large'];

/** Commander's message for a number that is none says only "invalid"; this one says what was expected. */
function wholeNumber(least: number, most?: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === '' || !Number.isSafeInteger(number) || number < least || number > (most ?? Infinity)) {
      throw new InvalidArgumentError(`Expected a whole number ${most === undefined ? `of at least ${least}` : `from ${least} to ${most}`}.`);
    }
    return number;
  };
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function withOutput(command: Command): Command {
  return command
    .option('--quiet', 'no progress, only errors', false)
    .option('--json', 'one JSON document on standard output', false);
}

/** The flags of commands that read text. */
function withInput(command: Command): Command {
  return command
    .requiredOption('--input <path...>', 'files, folders, globs or http(s) addresses of text (.txt .md .jsonl .csv .tsv .parquet .wet .warc .xml (MediaWiki), also .gz, .bz2 and .zst); - is standard input')
    .option('--text-column <name>', 'the column or key with the text of .jsonl, .csv, .tsv and .parquet (default: text)')
    .addOption(new Option('--format <kind>', 'of standard input and of files whose names say none (default: txt)').choices(['txt', 'md', 'jsonl', 'csv', 'tsv', 'parquet', 'warc', 'wet', 'xml']))
    .addOption(new Option('--separator <what>', 'what ends a document in .txt and .md (default: file)').choices(['file', 'blank-line']))
    .addOption(new Option('--on-error <what>', 'of rows and files that cannot be read (default: fail)').choices(['fail', 'skip']))
    .addOption(new Option('--normalize <form>', 'bring the text into a Unicode normalization form').choices(['NFC', 'NFKC']))
    .option('--remove-control', 'remove control characters but tabs and line breaks')
    .option('--min-length <characters>', 'leave out shorter documents', wholeNumber(1))
    .addOption(new Option('--deduplicate <how>', 'leave out documents that came before, or nearly did').choices(['exact', 'near']))
    .option('--filter <module>', 'a module whose default export tells of a text whether it stays: any language detection, for instance')
    .option('--max-document-length <characters>', 'longer documents come in pieces, cut at line breaks or white space where possible (default: 65536)', wholeNumber(1, 1 << 26))
    .option('--max-row-length <characters>', 'a longer row, or record of a web archive, is an error; memory grows with it (default: 67108864)', wholeNumber(1, constants.MAX_STRING_LENGTH))
    .option('--max-errors <count>', 'errors that --on-error skip skips, of all inputs together (default: 1000)', wholeNumber(0))
    .option('--max-expansion <ratio>', 'times that a file may grow when decompressed, past 64 MiB (default: 200)', wholeNumber(1));
}

function withEngine(command: Command): Command {
  return withHugePages(command)
    .addOption(new Option('--engine <name>', 'what computes (default: auto)').choices(engines))
    .addOption(new Option('--precision <name>', 'what matrix products read (default: float32)').choices(['float32', 'bfloat16', 'auto']))
    .option('--threads <count>', 'threads of the engine (default: all cores)', wholeNumber(1));
}

function withSettings(command: Command): Command {
  return command.option('--set <key=value>', 'a key of the configuration; may be repeated', collect);
}

/** The commands of `electra-trainer`. Each loads what it needs when it runs, so that help and mistakes are instant. */
export function program(): Command {
  const trainer = new Command('electra-trainer').description('Trains ELECTRA on your own text.').version(packageVersion(import.meta.url));
  addQuickstart(trainer);
  addTokenizer(trainer);
  addPrepare(trainer);
  addPretrain(trainer);
  addFinetune(trainer);
  addExport(trainer);
  trainer
    .command('doctor')
    .description('what this machine offers: engines, threads, versions, and how to get what is missing')
    .option('--json', 'one JSON document on standard output', false)
    .action(async (options) => (await import('./commands/doctor.js')).doctor(options));
  trainer
    .command('inspect <path>')
    .description('what a folder of shards or a run holds')
    .option('--tokenizer <folder>', "the shards' tokenizer, where it is not beside them")
    .option('--examples <count>', 'examples to show (default: 3)', wholeNumber(0))
    .option('--json', 'one JSON document on standard output', false)
    .action(async (path, options) => (await import('./commands/inspect.js')).inspect(path, options));
  return trainer;
}

function addQuickstart(trainer: Command): void {
  const command = trainer
    .command('quickstart')
    .description('pre-trains and fine-tunes a small ELECTRA on real text in minutes, and writes a report page')
    .option('--out <folder>', 'where everything goes', 'electra-quickstart')
    .option('--seed <number>', 'of everything that is drawn (default: 1)', wholeNumber(0))
    .option('--resume', 'go on where an earlier quickstart stopped (which happens without this flag too)')
    .option('--force', 'start over, leaving nothing of an earlier quickstart', false);
  withOutput(withEngine(withSettings(command))).action(async (options) =>
    (await import('./commands/quickstart.js')).quickstart(options),
  );
}

function addTokenizer(trainer: Command): void {
  const command = withInput(trainer.command('tokenizer').description('trains a WordPiece or byte-level BPE vocabulary'))
    .requiredOption('--vocab-size <count>', 'tokens of the vocabulary', wholeNumber(1))
    .requiredOption('--out <folder>', 'where the tokenizer goes')
    .option('--cased', 'keep capital letters and accents', false)
    .addOption(new Option('--model <kind>', 'of the vocabulary').choices(['wordpiece', 'bpe']).default('wordpiece'))
    .option('--min-frequency <count>', 'pairs that occur less often make no token', wholeNumber(1), 2)
    .option('--alphabet-limit <count>', 'characters to keep, of wordpiece (default: 1000)', wholeNumber(1))
    .option('--special-tokens <token...>', 'five or more, for padding, unknown words, beginning, end and mask, then any of your own (default: [PAD] [UNK] [CLS] [SEP] [MASK])')
    .option('--force', 'replace the tokenizer that the folder holds', false);
  withOutput(command).action(async (options) => (await import('./commands/tokenizer.js')).tokenizer(options));
}

function addPrepare(trainer: Command): void {
  const command = withInput(trainer.command('prepare').description('turns text into shards of token ids'))
    .requiredOption('--tokenizer <folder>', 'a tokenizer')
    .requiredOption('--out <folder>', 'where the shards go')
    .option('--sequence-length <tokens>', 'of an example, special tokens included', wholeNumber(1), 128)
    .option('--validation <share>', 'of the documents, held out (default: 0.02); pieces of one longer than --max-document-length count as documents: hold out whole books by --valid', share)
    .addOption(new Option('--valid <path...>', 'text to hold out, instead of a share of the input').conflicts('validation'))
    .option('--weights <number...>', 'one for each --input: their shares of the text (default: all of each, in order)', collectPositive)
    .option('--temperature <number>', 'above 1 it evens the weights out (default: 1)', positive)
    .addOption(new Option('--when-exhausted <what>', 'of a mixture whose first input ends (default: stop)').choices(['stop', 'repeat']))
    .option('--seed <number>', 'of the example rules', wholeNumber(0), 0)
    .addOption(new Option('--sentence-unit <what>', "a sentence is: each line, or a paragraph's lines joined, for text that was broken to fit a page (default: line)").choices(['line', 'paragraph']))
    .addOption(new Option('--examples <mode>', 'how sentences make examples').choices(['reference', 'packed', 'document', 'sentence']).default('reference'))
    .option('--whole-word', 'record where words begin, for whole-word masking (always done)')
    .addOption(new Option('--overflow <what>', 'becomes of tokens that a full example has no room for: the reference drops them (default: carry)').choices(['carry', 'drop']))
    .option('--workers <count>', 'threads that encode and build examples (default: the cores, at most 4)', wholeNumber(1))
    .addOption(new Option('--resume', 'go on where an earlier prepare was stopped or killed').default(false).conflicts('force'))
    .option('--force', 'replace the shards that the folder holds, and unfinished work', false);
  withOutput(command).action(async (options) => (await import('./commands/prepare.js')).prepareShards(options));
}

function addPretrain(trainer: Command): void {
  const command = trainer
    .command('pretrain')
    .description('trains generator and discriminator together')
    .addOption(new Option('--preset <name>', 'sizes of the networks').choices(presets))
    .option('--config <file>', 'a configuration file, YAML or JSON')
    .option('--data <folder>', 'shards that `prepare` wrote')
    .option('--tokenizer <folder>', "the shards' tokenizer, where it is not beside them")
    .requiredOption('--out <folder>', 'the run')
    .option('--from <model>', "begin with a released discriminator's weights: a folder, a run, or owner/name of a hub")
    .option('--resume', 'go on with the run', false)
    .option('--max-time <duration>', 'stop and save after a time such as 55m; --resume goes on')
    .option('--budget <duration>', 'as many steps as fit into a time such as 8h, at the speed of a short probe')
    .option('--dry-run', 'check everything and tell what the run would be and cost, writing nothing', false)
    .option('--force', 'replace the run that the folder holds: all of its checkpoints, those of checkpoint.keepEvery too, are removed once the new one has its first; with --resume: go on although the configuration has changed', false);
  withOutput(withEngine(withSettings(command))).action(async (options) =>
    (await import('./commands/pretrain.js')).pretrainRun(options),
  );
}

function addFinetune(trainer: Command): void {
  const command = trainer
    .command('finetune')
    .description('teaches a pre-trained discriminator a task')
    .requiredOption('--task <name>', 'a task file, or the name of a built-in task; repeat it for several tasks that share an encoder', collect)
    .requiredOption('--model <folder>', 'a run, a checkpoint or a model')
    .requiredOption('--data <folder>', "the task's data; with several tasks NAME=FOLDER for each", collect)
    .requiredOption('--out <folder>', "where the fine-tuned model goes; of several tasks each task's in a folder of its name")
    .option('--seed <number>', 'of the new layers, the order and dropout', wholeNumber(0), 0)
    .option('--seeds <count>', 'fine-tune with so many seeds from --seed on, and tell the median', wholeNumber(1), 1)
    .option('--sweep <key=values>', 'fine-tune with each of several values, such as training.learningRate=1e-4,3e-4; more than one makes all combinations', collect)
    .option('--resume', 'go on where it was stopped; what is finished stays as it is', false)
    .option('--force', 'replace the fine-tuning that the folder holds, which is kept until there is a new model or checkpoint; with --resume: go on although something has changed', false);
  withOutput(withEngine(withSettings(command))).action(async (options) =>
    (await import('./commands/finetune.js')).finetuneModel(options),
  );
}

function addExport(trainer: Command): void {
  const command = trainer
    .command('export')
    .description('writes a model as an ONNX file, for any batch and length, with its configuration and tokenizer beside it')
    .requiredOption('--model <folder>', 'a run, a checkpoint or a model')
    .requiredOption('--out <folder>', 'where onnx/model.onnx and the rest go')
    .addOption(new Option('--network <name>', "which of a run's networks").choices(['discriminator', 'generator']).default('discriminator'))
    .option('--force', 'replace the export that the folder holds', false);
  withOutput(command).action(async (options) => (await import('./commands/export.js')).exportModel(options));
}

function share(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number < 1)) {
    throw new InvalidArgumentError('Expected a number from 0 to below 1.');
  }
  return number;
}

function positive(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number > 0 && number < Infinity)) {
    throw new InvalidArgumentError('Expected a number above 0.');
  }
  return number;
}

function collectPositive(value: string, earlier: readonly number[] = []): number[] {
  return [...earlier, positive(value)];
}
