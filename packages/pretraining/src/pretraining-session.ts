import { formatDuration, UserError } from '@electra-ts/config';
import { quickPeak } from '@electra-ts/engine';
import {
  arithmeticWarnings,
  EarlyStopping,
  isSkipped,
  LossSpikes,
  type Metrics,
  type MetricsRow,
  type Preparation,
  recordDifferences,
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
import { recordedCost } from './recorded-cost.js';
import { refuseOwnSource } from './refuse-own-source.js';
import { assertRunFits } from './refuse-scarce-memory.js';
import { assertSameRun, continuedRecord, type RunRecord } from './run-record.js';
import { closeParts, openParts, recordOf, type RunParts, stepCost, trainingParts } from './run-parts.js';
import { type CopiedNumbers, copyRunState, disposeRunState, loadRunState, newRunState, type RunState } from './run-state.js';
import { runSizes } from './run-sizes.js';
import { RunningCost } from './running-cost.js';
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
   * `owner/name`, see `readSourceModel`. Not for a run that is resumed, and not the run that `force` replaces.
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
  /** Stops the run after the step in progress; it is saved and can be resumed. While the run is being opened, its reason is thrown. */
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
  /** Updates done at the newest checkpoint that is good; 0 where there is none. */
  #savedStep: number;
  readonly #cost: RunningCost;
  /** Of the checkpoint that was written last: memory for the next. */
  #spent: CopiedNumbers | undefined;
  /** Ends when the checkpoint in progress does, from the copy on. */
  #writing: Promise<unknown> = Promise.resolve();
  #forgetTime: () => void = () => undefined;
  /** Tells the checkpoint in progress whether the update after it was a good one. */
  #prove: (isGood: boolean) => void = () => undefined;
  #isUpdating = false;

  private constructor(
    readonly start: PretrainingStart,
    readonly run: RunFolder,
    private readonly parts: RunParts,
    private readonly state: RunState,
    /** Not told yet; the run's folder and the engine add to them. */
    private readonly warnings: string[],
    /** What the engine prepares. */
    private readonly preparations: Observable<Preparation>,
  ) {
    this.#savedStep = start.from;
    const { step, spent = { tokens: 0, flops: 0 } } = state.trainer;
    this.#cost = new RunningCost({ step, spent }, (n) => stepCost(parts, n));
  }

  /**
   * Opens a run. Whatever can be wrong with configuration and data is found before anything is written.
   *
   * @throws UserError for a configuration, data, a tokenizer or a folder that cannot be used; the reason of `options.signal`
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
      // A run that goes on has fitted before.
      if (!options.resume) assertRunFits(parts);
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
        const changes = assertSameRun(run.config, recordOf(parts), options.out, options.force);
        const before = run.config as Partial<RunRecord>;
        const record = continuedRecord(before, recordOf(parts));
        const checkpoint = await run.resume({ beginAnew: () => refuseToForget(before, options.out) });
        const state = checkpoint ? withCost(await loadRunState(checkpoint.folder, { layout: networks, objective: config.objective, averaged: config.training.ema !== undefined }), { ...record, ...before }) : fresh();
        // What may change without force is recorded, too: a later start goes on with it.
        if (recordDifferences(before, record).length > 0) await run.changeConfig(record);
        if (changes.length > 0) warnings.push(`the run goes on with another configuration: ${changes.join('; ')}`);
        warnings.push(...arithmeticWarnings(before.arithmetic, record.arithmetic));
        const start = { record, from: state.trainer.step };
        return new PretrainingSession(start, run, parts, state, warnings, preparations);
      }
      await refuseOwnSource([options.from, config.model.generatorFrom], options.out);
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
    let newest: Metrics = {};
    const stop = AbortSignal.any([controls.signal, ...(signal ? [signal] : [])]);
    // No update comes that could say anything against the checkpoint in progress.
    stop.addEventListener('abort', () => void (this.#isUpdating || this.#prove(true)), { once: true });
    return {
      from: this.start.from,
      steps: training.steps,
      step: async (n) => {
        // Here and not after the step, so that the last one is told of before.
        if (skipped.isExhausted) throw await this.#diverged(n - 1, trainer, skipped);
        const metrics = await this.#update(trainer, n);
        return { ...metrics, ...machineLoad(stepCost(this.parts, n).flops, metrics['stepSeconds'], peak), ...this.#cost.at(n), seconds: this.#seconds() };
      },
      notice: (n, metrics) => [skipped.report(n, metrics), spikes.report(n, metrics['loss'])].filter(isTold),
      evaluate: {
        every: evaluation.every,
        run: async (n) => {
          const metrics = await heldOut.run();
          stopEarly(n, metrics);
          newest = metrics;
          return metrics;
        },
      },
      save: {
        every: checkpoint.every,
        isHeld: () => skipped.inARow > 0,
        begin: (n) => {
          const isGood = stop.aborted ? Promise.resolve(true) : new Promise<boolean>((resolve) => (this.#prove = resolve));
          return this.#beginSave(n, { isGood, giveUp: () => controls.save() });
        },
        run: async (n) => {
          if (skipped.isExhausted) throw await this.#diverged(n, trainer, skipped);
          // No update follows that could show what the last one did.
          if (n === training.steps) await this.#refuseToEnd(newest, n - skipped.inARow);
          return this.#saveLast(n, skipped.inARow);
        },
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
    this.#prove(true);
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

  /** An update, after which it is known whether the state before it, which a checkpoint in progress holds, is any good. */
  async #update(trainer: JointTrainer, n: number): Promise<Record<string, number>> {
    this.#isUpdating = true;
    try {
      const metrics = await trainer.update(n);
      this.#prove(!isSkipped(metrics));
      return metrics;
    } finally {
      this.#isUpdating = false;
    }
  }

  async #diverged(step: number, trainer: JointTrainer, { inARow, normsBefore }: SkippedSteps): Promise<Error> {
    const norms = normsBefore.map((norm) => norm.toPrecision(3)).join(', ') || 'none';
    const diagnosis = await trainer.diagnose(step);
    await this.#writing;
    return new Error(
      `Training has diverged: the last ${inARow} steps up to ${step} had a loss or gradients that are not finite and were ` +
        `skipped. ${diagnosis} Gradient norms before: ${norms}. ${await this.#wayOut(step - inARow)}`,
    );
  }

  /** Throws where the weights that the run would end with, of the step `last`, are no good: their checkpoint is not written, nor an older one removed for it. */
  async #refuseToEnd(evaluation: Metrics, last: number): Promise<void> {
    const wrong = Object.entries(evaluation).filter(([name, value]) => name.endsWith('loss') && !Number.isFinite(value));
    if (wrong.length === 0) return;
    await this.#writing;
    const losses = wrong.map(([name, value]) => `${name} is ${value}`).join(', ');
    throw new Error(`Training has diverged: the weights after step ${last} are no good, on held-out text ${losses}. They are not saved. ${await this.#wayOut(last)}`);
  }

  /** What there is to go on from, where all steps after `last` were skipped. */
  async #wayOut(last: number): Promise<string> {
    const { checkpoints } = await RunFolder.inspect(this.run.folder);
    // A resumed run may have passed by later ones, which are damaged.
    const usable = checkpoints.filter(({ step }) => step <= last);
    const [newest, before] = [usable.at(-1), usable.at(-2)];
    const smaller = `--set training.learningRate=${this.parts.config.training.learningRate / 2}`;
    if (newest === undefined) return `There is no checkpoint. Begin anew with smaller steps: --force ${smaller}`;
    const goOn = `go on from there with smaller steps: --resume --force ${smaller}`;
    if (newest.step < last) return `The last good checkpoint: ${newest.folder}. To ${goOn}`;
    const doubtful = `The skipped steps all began with the weights of ${newest.folder}`;
    return before === undefined
      ? `${doubtful}, and there is no checkpoint before it. Begin anew with smaller steps: --force ${smaller}`
      : `${doubtful}. The last good checkpoint: ${before.folder}. Remove the other, and ${goOn}`;
  }

  /**
   * Saves what is left when no update follows. Skipped steps changed nothing: where the last ones were, the state is
   * saved as that after the last good step, from which a resumed run does them again, or at the end of the run with a
   * warning. No older checkpoint is removed for one that may be no good.
   *
   * @returns the folder, or undefined where there is such a checkpoint already
   */
  async #saveLast(n: number, skipped: number): Promise<string | undefined> {
    if (skipped === 0) return (await this.#beginSave(n)).written;
    const isEnd = n === this.parts.config.training.steps;
    if (isEnd) this.warnings.push(`the last ${skipped} steps were skipped: the weights are those after step ${n - skipped}`);
    const step = isEnd ? n : n - skipped;
    return step > this.#savedStep ? (await this.#beginSave(step, { prune: false })).written : undefined;
  }

  /** Copies the state; the copy is written while training goes on. */
  #beginSave(step: number, options: SaveOptions = {}): Promise<{ readonly written: Promise<string | undefined> }> {
    const begun = this.#copyAndWrite(step, options);
    // Who waits for `written` hears of a failure. Known from now on and not from when the copy is made: a run that is closed
    // in between would write without its lock.
    this.#writing = begun.then(({ written }) => written).catch(() => undefined);
    return begun;
  }

  async #copyAndWrite(step: number, { isGood, giveUp, prune }: SaveOptions): Promise<{ readonly written: Promise<string | undefined> }> {
    const trainer = { version: 1, step, seconds: this.#seconds(), spent: this.#cost.at(step) } as const;
    const { engine, tokenizer } = this.parts;
    const spent = this.#spent;
    // Taken, whatever comes of it.
    this.#spent = undefined;
    const { write, numbers } = await copyRunState({ ...this.state, trainer }, engine.runtime, tokenizer, spent);
    const fill = async (folder: string) => {
      await write(folder);
      this.#spent = numbers;
      if ((await isGood) === false) throw new NoGoodState();
    };
    const saved = this.run.saveCheckpoint(step, fill, { prune }).then((folder) => {
      this.#savedStep = step;
      return folder;
    });
    const givenUp = (error: unknown) => {
      if (!(error instanceof NoGoodState)) throw error;
      giveUp?.();
      return undefined;
    };
    return { written: saved.catch(givenUp) };
  }
}

/** How a checkpoint is saved. */
interface SaveOptions {
  /** Whether the update after it is a good one: awaited before it takes its place, and others go for it. */
  readonly isGood?: Promise<boolean>;
  /** Called where it is not. */
  readonly giveUp?: () => void;
  /** See `RunFolder.saveCheckpoint`. */
  readonly prune?: boolean;
}

/** The update after a checkpoint was skipped: its weights may be what led to it. */
class NoGoodState extends Error {}

/** A state that knows what its updates cost: those of an older version by the record that it left. */
function withCost(state: RunState, before: RunRecord): RunState {
  const { trainer } = state;
  return { ...state, trainer: { ...trainer, spent: trainer.spent ?? recordedCost(before, trainer.step) } };
}

/** The numbers of a row of metrics. JSON has null for those that were not finite. */
function measured(row: MetricsRow): Metrics {
  const numbers = Object.entries(row).map(([name, value]) => [name, value === null ? NaN : value] as const);
  return Object.fromEntries(numbers) as Metrics;
}

const isTold = (message: string | undefined): message is string => message !== undefined;

/** A run that began with weights from elsewhere and has no checkpoint would silently go on with new ones. */
function refuseToForget({ from, configuration }: Partial<RunRecord>, out: string): void {
  const source = from ?? configuration?.model.generatorFrom;
  if (source === undefined) return;
  throw new UserError({
    what: `The run in ${out} stopped before its first checkpoint, and it had begun with the weights of ${source}`,
    expected: 'a checkpoint to go on from',
    received: 'none',
    remedy: `Start it again with ${from === undefined ? '' : `--from ${from} `}--force.`,
  });
}
