import { UserError } from '@electra-ts/config';
import { quickPeak } from '@electra-ts/engine';
import {
  EarlyStopping,
  formatDuration,
  LossSpikes,
  type Metrics,
  type MetricsRow,
  type Preparation,
  RunFolder,
  SkippedSteps,
  type TensorBoardLog,
  TrainingControls,
  type TrainingPlan,
} from '@electra-ts/training';
import { type Observable, Subject } from 'rxjs';
import { resumedConfiguration } from './continued-configuration.js';
import { machineLoad } from './machine-load.js';
import type { JointTrainer } from './joint-trainer.js';
import type { LossFunction } from './objectives/objective.js';
import { assertSameRun, type RunRecord } from './run-record.js';
import { closeParts, flopsOf, openParts, recordOf, type RunParts, trainingParts } from './run-parts.js';
import { copyRunState, disposeRunState, loadRunState, newRunState, type RunState } from './run-state.js';
import { runSizes } from './run-sizes.js';
import { scarceDisk } from './scarce-disk.js';
import { stopAfter } from './stop-after.js';

/** What `pretrain` is told. */
export interface PretrainOptions {
  /** A value for `pretrainingConfig`: what a configuration file holds, settings applied. */
  readonly configuration: unknown;
  /** Folder of the tokenizer that the data was prepared with. */
  readonly tokenizer: string;
  /** Folder of the run. */
  readonly out: string;
  /** Go on with the run in `out` instead of starting one there. */
  readonly resume?: boolean;
  /**
   * Begin with the weights of a released model instead of new ones: a folder, a run, a checkpoint, or a hub's
   * `owner/name`, see `readSourceModel`. Not for a run that is resumed.
   */
  readonly from?: string;
  /**
   * What is learned, in place of the losses of `objective.name`, which still says what networks and heads there are, what
   * of them is trained and how the run is measured: the loss has to depend on all that is trained. The run records the
   * function's name, and is resumed with one of that name only. With `training.accumulate` they are computed of each part
   * and averaged, which is the whole batch's where they are means over examples of one length.
   */
  readonly losses?: LossFunction;
  /** Replace the run that `out` holds; with `resume`, go on with it although the configuration has changed. */
  readonly force?: boolean;
  /** Stops the run after the step in progress; it is saved and can be resumed. */
  readonly signal?: AbortSignal;
  /** What a subscriber steers the run by: stops it for a reason, has it saved or evaluated. */
  readonly controls?: TrainingControls;
  /** Hears once what is about to run, before the first step. */
  readonly onStart?: (start: PretrainingStart) => void;
}

/** What is known when training begins. */
export interface PretrainingStart {
  readonly record: RunRecord;
  /** Updates done before: 0, or the step of the checkpoint that is resumed. */
  readonly from: number;
}

/** A run with everything open that it needs: data, engine, networks, folder. */
export class PretrainingSession {
  readonly #started = performance.now();
  /** The newest good one. */
  #checkpoint: string | undefined;
  /** Ends when the checkpoint in progress does, from the copy on. */
  #writing: Promise<unknown> = Promise.resolve();
  #forgetTime: () => void = () => undefined;

  private constructor(
    readonly start: PretrainingStart,
    readonly run: RunFolder,
    private readonly parts: RunParts,
    private readonly state: RunState,
    /** Not told yet; the run's folder and the engine add to them. */
    private readonly warnings: string[],
    /** What the engine prepares. */
    private readonly preparations: Observable<Preparation>,
    checkpoint?: string,
  ) {
    this.#checkpoint = checkpoint;
  }

  /**
   * Opens a run. Whatever can be wrong with configuration and data is found before anything is written.
   *
   * @throws UserError for a configuration, data, a tokenizer or a folder that cannot be used
   */
  static async open(options: PretrainOptions): Promise<PretrainingSession> {
    // What cannot be read is told below, where the run is opened.
    const recorded = options.resume ? await RunFolder.configOf(options.out).catch(() => null) : null;
    const configuration = resumedConfiguration(options.configuration, recorded as Partial<RunRecord> | null);
    const warnings: string[] = [];
    const preparations = new Subject<Preparation>();
    const onPreparation = (preparation: Preparation) => preparations.next(preparation);
    const parts = await openParts({ ...options, configuration, onWarning: (message) => void warnings.push(message), onPreparation });
    let run: RunFolder | undefined;
    let begun: RunState | undefined;
    try {
      const { config, networks } = parts;
      const fresh = () => {
        const state = newRunState(networks, config);
        warnings.push(...parts.adopt(state.model, parts.tokenizer));
        return state;
      };
      const { keep, keepEvery } = config.checkpoint;
      warnings.push(...(await scarceDisk(options.out, { bytes: runSizes(parts).checkpointBytes, keep })));
      const folderOptions = { keep, keepEvery, warn: (message: string) => void warnings.push(message) };
      if (options.resume) {
        run = await RunFolder.open(options.out, folderOptions);
        const record = recordOf(parts);
        const changes = assertSameRun(run.config, record, options.out, options.force);
        const checkpoint = await run.resume();
        if (checkpoint === null) refuseToForget(run.config, options.out);
        const state = checkpoint ? await loadRunState(checkpoint.folder, { layout: networks, objective: config.objective, averaged: config.training.ema !== undefined }) : fresh();
        if (changes.length > 0) {
          await run.changeConfig(record);
          warnings.push(`the run goes on with another configuration: ${changes.join('; ')}`);
        }
        const start = { record, from: state.trainer.step };
        return new PretrainingSession(start, run, parts, state, warnings, preparations, checkpoint?.folder);
      }
      const record = recordOf(parts);
      begun = fresh();
      run = await RunFolder.create(options.out, record, { ...folderOptions, force: options.force });
      return new PretrainingSession({ record, from: 0 }, run, parts, begun, warnings, preparations);
    } catch (error) {
      if (begun) disposeRunState(begun);
      await run?.close();
      await closeParts(parts);
      throw error;
    }
  }

  /** What the user should hear, such as checkpoints that are damaged, as far as it was not taken before. */
  takeWarnings(): readonly string[] {
    return this.warnings.splice(0);
  }

  /** What there is to do. */
  async plan({ signal, controls = new TrainingControls() }: Pick<PretrainOptions, 'signal' | 'controls'> = {}): Promise<TrainingPlan> {
    const { evaluation, training, checkpoint, log } = this.parts.config;
    const { trainer, heldOut } = trainingParts(this.parts, this.state);
    const stopEarly = await this.#earlyStopping(controls);
    if (training.maxTime !== undefined) {
      const because = `the time is up: training.maxTime, ${formatDuration(training.maxTime)}`;
      this.#forgetTime = stopAfter(training.maxTime, () => controls.stop(because));
    }
    const peak = await quickPeak(this.parts.engine.runtime);
    const skipped = new SkippedSteps(training.maxSkipped);
    const spikes = new LossSpikes();
    return {
      from: this.start.from,
      steps: training.steps,
      step: async (n) => {
        // Here and not after the step, so that the last one is told of before.
        if (skipped.isExhausted) throw await this.#diverged(n - 1, trainer, skipped);
        const metrics = await trainer.update(n);
        return { ...metrics, ...machineLoad(flopsOf(this.parts, n), metrics['stepSeconds'], peak), seconds: this.#seconds() };
      },
      notice: (n, metrics) => [skipped.report(n, metrics), spikes.report(n, metrics['loss'])].filter(isTold),
      evaluate: {
        every: evaluation.every,
        run: async (n) => {
          const metrics = await heldOut.run();
          stopEarly(n, metrics);
          return metrics;
        },
      },
      save: {
        every: checkpoint.every,
        begin: (n) => this.#beginSave(n),
        run: async (n) => (await this.#beginSave(n)).written,
      },
      takeWarnings: () => this.takeWarnings(),
      preparations: this.preparations,
      log,
      signal,
      controls,
    };
  }

  /** Where TensorBoard reads this part of the run, if the configuration wants it. */
  async openTensorBoard(): Promise<TensorBoardLog | undefined> {
    return this.parts.config.log.tensorBoard ? this.run.openTensorBoard(this.start.from) : undefined;
  }

  /** Releases the run's folder, the engine and the data. */
  async close(): Promise<void> {
    this.#forgetTime();
    // A checkpoint that is being written is whole only while the folder is this process's.
    await this.#writing;
    disposeRunState(this.state);
    await closeParts(this.parts);
    await this.run.close();
  }

  /** Watches evaluations, and asks the run to stop where the configuration says so; earlier ones count. */
  async #earlyStopping(controls: TrainingControls): Promise<(step: number, metrics: Metrics) => void> {
    const { earlyStopping } = this.parts.config.training;
    if (earlyStopping === undefined) return () => undefined;
    const watch = new EarlyStopping(earlyStopping);
    const report = (step: number, metrics: Metrics) => {
      const { because, warning } = watch.report(step, metrics);
      if (because !== undefined) controls.stop(because);
      return warning;
    };
    for (const row of await this.run.metrics()) {
      if (row['type'] === 'evaluation') report(row.step, measured(row));
    }
    return (step, metrics) => {
      const warning = report(step, metrics);
      if (warning !== undefined) this.warnings.push(warning);
    };
  }

  /** Of training, over all parts of the run. */
  #seconds(): number {
    return this.state.trainer.seconds + (performance.now() - this.#started) / 1000;
  }

  async #diverged(step: number, trainer: JointTrainer, { limit, normsBefore }: SkippedSteps): Promise<Error> {
    const norms = normsBefore.map((norm) => norm.toPrecision(3)).join(', ') || 'none';
    const diagnosis = await trainer.diagnose(step);
    await this.#writing;
    return new Error(
      `Training has diverged: the last ${limit} steps up to ${step} had a loss or gradients that are not finite and were ` +
        `skipped. ${diagnosis} Gradient norms before: ${norms}. The last good checkpoint: ${this.#checkpoint ?? 'none yet'}. ` +
        'Go on from there with smaller steps: --resume --force --set training.learningRate=' +
        `${this.parts.config.training.learningRate / 2}`,
    );
  }

  /** Copies the state; the copy is written while training goes on. */
  #beginSave(step: number): Promise<{ readonly written: Promise<string> }> {
    const begun = this.#copyAndWrite(step);
    // Who waits for `written` hears of a failure. Known from now on and not from when the copy is made: a run that is closed
    // in between would write without its lock.
    this.#writing = begun.then(({ written }) => written).catch(() => undefined);
    return begun;
  }

  async #copyAndWrite(step: number): Promise<{ readonly written: Promise<string> }> {
    const trainer = { version: 1, step, seconds: this.#seconds() } as const;
    const { engine, tokenizer } = this.parts;
    const write = await copyRunState({ ...this.state, trainer }, engine.runtime, tokenizer);
    return { written: this.run.saveCheckpoint(step, write).then((folder) => (this.#checkpoint = folder)) };
  }
}

/** The numbers of a row of metrics. JSON has null for those that were not finite. */
function measured(row: MetricsRow): Metrics {
  const numbers = Object.entries(row).map(([name, value]) => [name, value === null ? NaN : value] as const);
  return Object.fromEntries(numbers) as Metrics;
}

const isTold = (message: string | undefined): message is string => message !== undefined;

/** A run that began with weights from elsewhere and has no checkpoint would silently go on with new ones. */
function refuseToForget(recorded: unknown, out: string): void {
  const { from, configuration } = recorded as Partial<RunRecord>;
  const source = from ?? configuration?.model.generatorFrom;
  if (source === undefined) return;
  throw new UserError({
    what: `The run in ${out} stopped before its first checkpoint, and it had begun with the weights of ${source}`,
    expected: 'a checkpoint to go on from',
    received: 'none',
    remedy: `Start it again with ${from === undefined ? '' : `--from ${from} `}--force.`,
  });
}
