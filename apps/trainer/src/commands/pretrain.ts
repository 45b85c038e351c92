import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { userPath } from '@electra-ts/cli';
import { applySettings, readConfigFile, UserError } from '@electra-ts/config';
import { RunFolder } from '@electra-ts/training';
import { interruptible } from '../io/interruptible.js';
import { printJson } from '../io/print-json.js';
import { StageProgress } from '../progress/stage-progress.js';
import { tokenizerFolder } from '../stages/prepare-data.js';
import { runPretraining } from '../stages/run-pretraining.js';

/** What the user typed. */
export interface PretrainCommandOptions {
  readonly preset?: string;
  readonly config?: string;
  readonly data?: string;
  readonly tokenizer?: string;
  readonly out: string;
  readonly from?: string;
  readonly engine?: string;
  readonly threads?: number;
  readonly set?: readonly string[];
  readonly resume: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** A value as `--set` takes it: as text, whatever it looks like. */
const quoted = (value: string) => JSON.stringify(value);

/**
 * The configuration that the flags describe: the file's, or the resumed run's own where none is named; then the flags;
 * then `--set`. Nothing is checked here but that the data is known.
 */
export async function pretrainConfiguration(options: PretrainCommandOptions): Promise<unknown> {
  const base = await baseConfiguration(options);
  const { preset, data, engine, threads, set = [] } = options;
  const flags = [
    ...(preset === undefined ? [] : [`model.preset=${quoted(preset)}`]),
    ...(data === undefined ? [] : [`data.path=${quoted(userPath(data))}`]),
    ...(engine === undefined ? [] : [`engine.name=${engine}`]),
    ...(threads === undefined ? [] : [`engine.threads=${threads}`]),
  ];
  return applySettings(base, [...flags, ...set]);
}

async function baseConfiguration({ config, resume, out, preset, from }: PretrainCommandOptions): Promise<unknown> {
  if (config !== undefined) {
    return readConfigFile(userPath(config));
  }
  if (resume) {
    const { config: recorded } = await RunFolder.inspect(userPath(out));
    return (recorded as { configuration?: unknown } | null)?.configuration ?? {};
  }
  if (preset === undefined && from === undefined) {
    throw new UserError({
      what: 'Nothing says what to pre-train',
      expected: '--preset NAME, --config FILE or --from MODEL',
      received: 'none of them',
      remedy: 'For a first run: electra-trainer quickstart',
    });
  }
  return {};
}

/** Where the data lies that a configuration names: the first phase's, where there are several. */
function dataFolder(configuration: unknown): string {
  const { data } = configuration as { data?: { path?: unknown; phases?: readonly { readonly path?: unknown }[] } };
  const path = data?.path ?? (Array.isArray(data?.phases) ? data.phases[0]?.path : undefined);
  if (typeof path !== 'string') {
    throw new UserError({
      what: 'Nothing says what text to pre-train on',
      expected: '--data FOLDER, or data.path or data.phases in the configuration',
      received: 'neither',
      remedy: 'Make the folder by electra-trainer prepare.',
    });
  }
  return userPath(path);
}

/** A path from where the user stands, unless there is nothing: then it is a hub's name. */
function modelPath(from: string | undefined): string | undefined {
  return from !== undefined && existsSync(userPath(from)) ? userPath(from) : from;
}

/** `electra-trainer pretrain`. */
export async function pretrainRun(options: PretrainCommandOptions): Promise<void> {
  const configuration = await pretrainConfiguration(options);
  const data = dataFolder(configuration);
  const tokenizer = options.tokenizer === undefined ? join(data, tokenizerFolder) : userPath(options.tokenizer);
  const { resume, force, quiet } = options;
  const out = userPath(options.out);
  const from = modelPath(options.from);
  const progress = new StageProgress({ title: 'pretrain', quiet });
  const summary = await interruptible(
    (signal) => runPretraining({ configuration, tokenizer, out, resume, force, signal, ...(from !== undefined && { from }) }, progress),
    `Stopped and saved. To go on: electra-trainer pretrain --out ${options.out} --resume`,
  );
  const how = summary.reason === 'completed' ? 'done' : 'stopped, as training.maxTime asked for';
  progress.done(`${how} at step ${summary.step}, ${summary.checkpoint ?? 'no new checkpoint'}`);
  if (options.json) {
    await printJson({ out, ...summary });
  }
}
