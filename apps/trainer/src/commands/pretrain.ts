import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { interruptible, typedCommand, userPath } from '@electra-ts/cli';
import { applySettings, readConfigFile, UserError } from '@electra-ts/config';
import { describePretraining, fitToBudget, type PretrainingEstimate } from '@electra-ts/pretraining';
import { diskRoom, parseDuration, RunFolder } from '@electra-ts/training';
import { type EngineFlags, engineSettings } from '../io/engine-settings.js';
import { printJson } from '../io/print-json.js';
import { StageProgress } from '../progress/stage-progress.js';
import { tokenizerFolder } from '../stages/prepare-data.js';
import { describeEstimate } from '../stages/describe-estimate.js';
import { type PretrainingSummary, runPretraining } from '../stages/run-pretraining.js';

/** What the user typed. */
export interface PretrainCommandOptions extends EngineFlags {
  readonly preset?: string;
  readonly config?: string;
  readonly data?: string;
  readonly tokenizer?: string;
  readonly out: string;
  readonly from?: string;
  readonly set?: readonly string[];
  readonly resume: boolean;
  readonly maxTime?: string;
  readonly budget?: string;
  readonly dryRun?: boolean;
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
  const { preset, data, maxTime, set = [] } = options;
  const flags = [
    ...(preset === undefined ? [] : [`model.preset=${quoted(preset)}`]),
    ...(data === undefined ? [] : [`data.path=${quoted(userPath(data))}`]),
    ...engineSettings(options),
    ...(maxTime === undefined ? [] : [`training.maxTime=${parseDuration(maxTime, '--max-time')}`]),
  ];
  return withModelPath(applySettings(base, [...flags, ...set]));
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
      remedy: `For a first run: ${typedCommand('electra-trainer quickstart')}`,
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
      remedy: `Make the folder by ${typedCommand('electra-trainer prepare')}.`,
    });
  }
  return userPath(path);
}

/** A path from where the user stands, unless there is nothing: then it is a hub's name. */
function modelPath(from: string | undefined): string | undefined {
  return from !== undefined && existsSync(userPath(from)) ? userPath(from) : from;
}

/** The configuration with the path of a frozen generator as the user means it. */
function withModelPath(configuration: unknown): unknown {
  const { model, ...rest } = configuration as { model?: { generatorFrom?: unknown } };
  if (typeof model?.generatorFrom !== 'string') return configuration;
  return { ...rest, model: { ...model, generatorFrom: modelPath(model.generatorFrom) } };
}

/** The configuration with the steps that `--budget` allows. */
async function withinBudget(
  { budget, resume }: PretrainCommandOptions,
  told: { readonly configuration: unknown; readonly tokenizer: string; readonly from?: string },
  progress: StageProgress,
  signal: AbortSignal,
): Promise<unknown> {
  if (budget === undefined) return told.configuration;
  if (resume) {
    throw new UserError({
      what: '--budget sets the steps of a run that begins',
      expected: '--budget without --resume',
      received: 'both',
      remedy: 'The run goes on to the steps that it began with; limit this part of it by --max-time.',
    });
  }
  progress.note(`--budget ${budget}: measuring the speed`);
  const { configuration, estimate } = await fitToBudget({ ...told, signal }, parseDuration(budget, '--budget'));
  const { steps, warmupSteps } = (configuration as { training: { steps: number; warmupSteps: number } }).training;
  const speed = estimate.probe?.secondsPerStep.toPrecision(3);
  progress.note(`--budget ${budget}: ${speed} s a step, so ${steps} steps, the first ${warmupSteps} of them warm-up`);
  return configuration;
}

/** A configuration as it is trained, with what a dry run tells of it. */
interface Measured {
  readonly configuration: unknown;
  readonly estimate?: PretrainingEstimate;
}

/** Where everything is that there is, from where the user stands, and what to type next. */
async function nextSteps(out: string, reason: PretrainingSummary['reason'], checkpoint?: string): Promise<string[]> {
  const { metrics, checkpoints } = await RunFolder.inspect(userPath(out));
  const models = checkpoint === undefined ? '' : `; models: ${join(checkpoint, 'discriminator')}, ${join(checkpoint, 'generator')}`;
  const [fillMask, finetune] = [typedCommand('electra-evaluator fill-mask'), typedCommand('electra-trainer finetune')];
  return [
    ...(metrics.length > 0 ? [`measurements: ${join(out, 'metrics.jsonl')}${models}`] : []),
    ...(reason === 'stopped' ? [`to go on: ${typedCommand('electra-trainer pretrain')} --out ${out} --resume`] : []),
    ...(checkpoints.length > 0 ? [`next: ${fillMask} --model ${out} --text "…", or ${finetune} --model ${out} --task … --data … --out …`] : []),
  ];
}

/** What to read where a signal ended a run, which may have been before anything was saved. */
async function stoppedAdvice(out: string, typed: string): Promise<string> {
  const run = await RunFolder.inspect(out).catch(() => undefined);
  const command = typedCommand('electra-trainer pretrain');
  return run === undefined || run.checkpoints.length === 0
    ? 'Stopped before there was anything to save. The same command with --force begins anew.'
    : `Stopped and saved. To go on: ${command} --out ${typed} --resume`;
}

/** `electra-trainer pretrain`. */
export async function pretrainRun(options: PretrainCommandOptions): Promise<void> {
  const typed = await pretrainConfiguration(options);
  const data = dataFolder(typed);
  const tokenizer = options.tokenizer === undefined ? join(data, tokenizerFolder) : userPath(options.tokenizer);
  const { resume, force, quiet } = options;
  const out = userPath(options.out);
  const from = modelPath(options.from);
  if (!resume) await RunFolder.refuseUsed(out, { force });
  const progress = new StageProgress({ title: 'pretrain', quiet });
  const told = { tokenizer, ...(from !== undefined && { from }) };
  const { configuration, estimate } = await interruptible(async (signal): Promise<Measured> => {
    const configuration = await withinBudget(options, { ...told, configuration: typed }, progress, signal);
    if (!options.dryRun) return { configuration };
    progress.note('measuring the speed');
    return { configuration, estimate: await describePretraining({ ...told, configuration, signal }) };
  }, 'Stopped. Nothing was written.');
  if (estimate) {
    const { checkpointBytes, record } = estimate;
    const room = await diskRoom(out, { bytes: checkpointBytes, keep: record.configuration.checkpoint.keep });
    if (options.json) await printJson({ ...estimate, disk: room });
    else process.stdout.write(`${describeEstimate(estimate, room).join('\n')}\n`);
    return;
  }
  const summary = await interruptible((signal) => runPretraining({ ...told, configuration, out, resume, force, signal }, progress), () => stoppedAdvice(out, options.out));
  const how = summary.reason === 'completed' ? 'done' : `stopped: ${summary.because ?? 'as asked for'},`;
  const checkpoint = summary.checkpoint && join(options.out, relative(out, summary.checkpoint));
  progress.done(`${how} at step ${summary.step}, ${checkpoint ?? 'no new checkpoint'}`);
  for (const line of await nextSteps(options.out, summary.reason, checkpoint)) progress.note(line);
  if (options.json) {
    await printJson({ out, ...summary });
  }
}
