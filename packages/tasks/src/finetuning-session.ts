import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { assertReplaceable, followLinks, removeLeftovers, writeFolderAtomically } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { linearSchedule } from '@electra-ts/optim';
import { arithmeticWarnings, type Preparation, restoreRun, RunFolder, TrainingControls, type TrainingPlan } from '@electra-ts/training';
import { type Observable, Subject } from 'rxjs';
import { type FinetuneOptions, type FinetuneTasksOptions, type FinetuneTasksStart, withoutPrefix, withPrefix } from './finetune-options.js';
import { closeFinetuning, type FinetuningParts, type LearningTask, openFinetuning } from './finetuning-parts.js';
import { assertSameFinetuning, type FinetuningRecord } from './finetuning-record.js';
import { type EvaluationRecord, type FinetuningResults, resultsFile } from './finetuning-results.js';
import { type BestEvaluation, type FinetuningState, loadFinetuningState, newFinetuningState, saveFinetuningState } from './finetuning-state.js';
import { meanQuality } from './mean-quality.js';
import { multitaskFile, type MultitaskResults } from './multitask-results.js';
import { modelNames } from './model-names.js';
import { qualityOf } from './quality-of.js';
import { refuseOwnModel } from './refuse-own-model.js';
import { refuseUsedFolder } from './refuse-used-folder.js';
import { commonName } from './shared-encoder.js';
import { TaskTraining } from './task-training.js';
import { type TaskTurn, taskTurns } from './task-turns.js';

/** The folder of a checkpoint in which the best model so far is, as `resolveModelFolder` finds it. */
const bestModelFolder = 'discriminator';

/** A fine-tuning of one task, or of several with one encoder, with everything open that it needs. */
export class FinetuningSession {
  readonly #started = performance.now();
  readonly #controls = new TrainingControls();
  /** Whose turn it is at each step. */
  readonly #turns: readonly TaskTurn[];
  #closing: Promise<void> | undefined;

  private constructor(
    private readonly parts: FinetuningParts,
    private readonly run: RunFolder,
    private readonly state: FinetuningState,
    /** Not told yet; the run's folder and the engine add to them. */
    private readonly warnings: string[],
    /** What the engine prepares. */
    private readonly preparations: Observable<Preparation>,
  ) {
    const { tasks, mixing = 'proportional', config } = parts;
    const mixed = tasks.map((each) => ({ name: each.task.name, batches: TaskTraining.batchesOf(each) }));
    this.#turns = taskTurns({ tasks: mixed, mixing, seed: config.seed, steps: this.#steps });
    const idle = tasks.filter((_, place) => this.#stepsOf(place, this.#steps) === 0).map(({ task }) => task.name);
    if (idle.length > 0) warnings.push(`none of the ${this.#steps} steps is of ${idle.join(' or ')}, which learns nothing: train longer (training.epochs), or mix otherwise (training.mixing).`);
  }

  /**
   * Opens a fine-tuning. Whatever can be wrong with configuration, data and model is found before anything is written.
   *
   * @throws UserError for any of them, and with `resume` where the folder holds no fine-tuning, or another one
   */
  static async open(options: FinetuneOptions | FinetuneTasksOptions): Promise<FinetuningSession> {
    const { out, resume = false, force = false } = options;
    await refuseOwnModel(options);
    // Now and not when the result is to be written.
    await assertReplaceable(out, { isOwn: (name) => RunFolder.isPart(name) });
    await restoreRun(out);
    if (resume) await RunFolder.configOf(out);
    else await refuseUsedFolder(out, force);
    const preparations = new Subject<Preparation>();
    const parts = await openFinetuning(options, (preparation) => preparations.next(preparation));
    const { warnings } = parts;
    const folderOptions = { keep: parts.config.checkpoint.keep, warn: (message: string) => void warnings.push(message) };
    let run: RunFolder | undefined;
    try {
      if (!resume) {
        // All of a fine-tuned model, or of several tasks' models; the files of an interrupted fine-tuning are known where a run is created.
        const isFinished = [resultsFile, multitaskFile].some((file) => existsSync(join(out, file)));
        const replaces = isFinished ? await modelNames(out) : [];
        run = await RunFolder.create(out, parts.record, { ...folderOptions, force, replaces });
        await removeUnfinished(out, folderOptions.warn);
        return new FinetuningSession(parts, run, newFinetuningState(), warnings, preparations);
      }
      run = await RunFolder.open(out, folderOptions);
      await removeUnfinished(out, folderOptions.warn);
      const changes = assertSameFinetuning(run.config, parts.record, out, force);
      const checkpoint = await run.resume();
      const state = checkpoint ? await loadFinetuningState(checkpoint.folder, parts.learned) : newFinetuningState();
      const session = new FinetuningSession(parts, run, state, warnings, preparations);
      session.#refuseToEndBefore();
      if (changes.length > 0) {
        await run.changeConfig(parts.record);
        warnings.push(`the fine-tuning goes on although it has changed: ${changes.join('; ')}`);
      }
      const before = run.config as Partial<FinetuningRecord>;
      const { engine, arithmetic } = parts.record;
      const ofArithmetic = arithmeticWarnings(before.arithmetic, arithmetic);
      if (changes.length === 0 && ofArithmetic.length > 0) await run.changeConfig({ ...before, engine, arithmetic });
      warnings.push(...ofArithmetic);
      return session;
    } catch (error) {
      await closeFinetuning(parts);
      await run?.close();
      throw error;
    }
  }

  /** What the user should hear, such as texts that are cut, as far as it was not taken before. */
  takeWarnings(): readonly string[] {
    return this.warnings.splice(0);
  }

  /** What is about to run. */
  get start(): FinetuneTasksStart {
    const { engine, tasks } = this.parts;
    return {
      engine: engine.description,
      from: this.state.step,
      steps: this.#steps,
      tasks: tasks.map(({ task, recipe, context: { labels }, labelCounts, examples }, place) => ({ task: task.name, steps: this.#stepsOf(place, this.#steps), recipe, labels, labelCounts, metric: task.metric, examples })),
    };
  }

  /**
   * What there is to do: the recipe's epochs, with an evaluation after each. Checkpoints are saved then and every
   * `checkpoint.every` steps; at the end the fine-tuned models take the place of what the folder has of the run. Files of others stay.
   */
  plan(signal?: AbortSignal): TrainingPlan {
    const { tasks, engine, config, tokenizer } = this.parts;
    const trainings = tasks.map((each) => new TaskTraining(each, engine.runtime, config.seed, tokenizer.specialTokens.pad, this.state));
    const { learningRate: peak, warmupShare } = this.#recipe;
    const schedule = linearSchedule({ peak, warmupSteps: this.#steps * warmupShare, totalSteps: this.#steps });
    return {
      from: this.state.step,
      steps: this.#steps,
      step: async (n) => {
        const { place, turn } = this.#turns[n - 1];
        const metrics = await trainings[place].update(turn, n, schedule(n - 1));
        return this.#isShared ? { ...metrics, task: place } : metrics;
      },
      evaluate: { every: this.#stepsPerEpoch, run: (n) => this.#evaluate(trainings, n) },
      save: { every: config.checkpoint.every, run: (n) => this.#save(n) },
      takeWarnings: () => this.takeWarnings(),
      preparations: this.preparations,
      log: config.log,
      signal,
      controls: this.#controls,
    };
  }

  /** Releases the folder, the engine and the models; once, however often it is called. */
  close(): Promise<void> {
    return (this.#closing ??= closeFinetuning(this.parts).finally(() => this.run.close()));
  }

  /** Of training and evaluation, over all parts. */
  get #seconds(): number {
    return this.state.seconds + (performance.now() - this.#started) / 1000;
  }

  /** Whether each task has a folder, and what is its own a prefix. */
  get #isShared(): boolean {
    return this.parts.mixing !== undefined;
  }

  /** Of which what concerns the encoder is the same for all tasks. */
  get #recipe() {
    return this.parts.tasks[0].recipe;
  }

  /** Of all tasks. */
  get #stepsPerEpoch(): number {
    return this.parts.tasks.reduce((sum, each) => sum + TaskTraining.batchesOf(each), 0);
  }

  get #steps(): number {
    return Math.max(1, Math.round(this.#recipe.epochs * this.#stepsPerEpoch));
  }

  /** Steps of a task among so many. */
  #stepsOf(task: number, steps: number): number {
    return this.#turns.slice(0, steps).filter(({ place }) => place === task).length;
  }

  /** With force a fine-tuning may go on with fewer steps than it has done, which would have no end. */
  #refuseToEndBefore(): void {
    const { step } = this.state;
    if (step < this.#steps) return;
    throw new UserError({
      what: `The fine-tuning in ${this.run.folder} has come further than it is to go now`,
      expected: `fewer than ${this.#steps} steps done`,
      received: `a checkpoint of step ${step}`,
      remedy: 'Train longer (training.epochs), or begin anew by --force alone.',
    });
  }

  /** @throws UserError where an evaluation does not have the task's metric */
  async #evaluate(trainings: readonly TaskTraining[], step: number): Promise<Record<string, number>> {
    const { state, parts: { tasks, engine, learned } } = this;
    const found = [];
    for (const [place, training] of trainings.entries()) found.push({ ...tasks[place], ...(await training.evaluate()) });
    const metrics = Object.assign({}, ...found.map((each) => withPrefix(each.prefix, each.metrics))) as Record<string, number>;
    if (this.#isShared) metrics['mean'] = meanQuality(found);
    const record = { step, metrics, seconds: this.#seconds, ...state.computed };
    const valueOf = (each: EvaluationRecord) => (this.#isShared ? each.metrics['mean'] : qualityOf(tasks[0].task, each.metrics));
    const value = valueOf(record);
    state.history.push(record);
    // Of equals the earlier one: it has seen less of the training examples.
    if (state.best === null || value > valueOf(state.best)) {
      const settings = Object.assign({}, ...found.map((each) => withPrefix(each.prefix, { ...each.settings }))) as BestEvaluation['settings'];
      state.best = { ...record, settings, values: await engine.runtime.read(learned.model.parameters) };
    }
    const since = state.history.length - 1 - state.history.findIndex((each) => each.step === state.best?.step);
    const { patience } = this.#recipe;
    // A metric that has no value yet, as a correlation with answers that are all the same, may still get one.
    if (patience !== undefined && since >= patience && Number.isFinite(valueOf(state.best))) {
      this.#controls.stop(`nothing better was found for ${since} evaluations (training.patience)`);
    }
    this.#controls.save();
    return record.metrics;
  }

  /** A checkpoint; or, where there is nothing left to do, the fine-tuned models in place of all checkpoints. */
  async #save(n: number): Promise<string> {
    const { options, engine, learned } = this.parts;
    if (n >= this.#steps || this.#isOutOfPatience) {
      await writeFolderAtomically(options.out, (folder) => this.#writeModels(folder), { isOwn: (name) => RunFolder.isPart(name) });
      return options.out;
    }
    return this.run.saveCheckpoint(n, async (folder) => {
      await saveFinetuningState(folder, { ...this.state, step: n, seconds: this.#seconds }, learned, engine.runtime);
      // Several tasks' models, each with the encoder, are written once: in the end.
      if (!this.#isShared) await this.#writeModels(join(folder, bestModelFolder));
    });
  }

  get #isOutOfPatience(): boolean {
    return this.#controls.signal.aborted;
  }

  /** The best models so far, as they are used. */
  async #writeModels(folder: string): Promise<void> {
    const { tasks, tokenizer, engine, learned } = this.parts;
    const trained = this.state.best?.values ?? (await engine.runtime.read(learned.model.parameters));
    for (const task of tasks) {
      const { model, kind, context, prefix } = task;
      const own = Object.fromEntries(Object.keys(model.parameters).map((name) => [name, trained[commonName(prefix, name)]]));
      const into = join(folder, task.folder);
      await model.savePretrained(into, { values: kind.savedValues?.(own, context) ?? own });
      await tokenizer.save(into, { modelMaxLength: model.config.maxPositionEmbeddings });
      await writeJson(join(into, resultsFile), this.#results(task));
    }
    if (this.#isShared) await writeJson(join(folder, multitaskFile), this.#multitaskResults());
  }

  /** What is true of the whole training. */
  #common() {
    const { padding } = this.state;
    return {
      steps: this.#steps,
      stoppedEarly: this.#isOutOfPatience,
      paddingShare: padding.sum / Math.max(1, padding.epochs),
      seconds: this.#seconds,
      engine: this.parts.engine.description,
    };
  }

  #results({ task, prefix, recipe, context, examples, truncated }: LearningTask): FinetuningResults {
    const { options: { model, initialize = 'pretrained' }, config: { seed }, tasks } = this.parts;
    const { best, history } = this.state;
    const { steps, stoppedEarly, paddingShare, seconds, engine } = this.#common();
    return {
      version: 1,
      task: task.name,
      kind: task.kind,
      settings: best ? withoutPrefix(prefix, { ...best.settings }) : context.settings,
      model,
      initialize,
      seed,
      recipe,
      labels: context.labels,
      pairs: 'pair' in task && task.pair !== undefined,
      examples,
      truncated,
      steps,
      metric: task.metric,
      best: best && { step: best.step, metrics: withoutPrefix(prefix, best.metrics) },
      history: history.map((each) => ({ ...each, metrics: withoutPrefix(prefix, each.metrics) })),
      stoppedEarly,
      paddingShare,
      seconds,
      engine,
      ...(this.#isShared && { trainedWith: tasks.map((each) => each.task.name).filter((name) => name !== task.name) }),
    };
  }

  #multitaskResults(): MultitaskResults {
    const { tasks, mixing = 'proportional' } = this.parts;
    const { best, history } = this.state;
    const done = history.at(-1)?.step ?? 0;
    return {
      version: 1,
      tasks: tasks.map(({ task: { name, metric } }, place) => ({ task: name, metric, steps: this.#stepsOf(place, done) })),
      mixing,
      best: best && { step: best.step, metrics: best.metrics },
      history,
      ...this.#common(),
    };
  }
}

/** Removes what a process wrote of its models that was killed before they took the folder's place. Call it while holding the run's lock. */
async function removeUnfinished(out: string, warn: (message: string) => void): Promise<void> {
  const place = await followLinks(out);
  await removeLeftovers(dirname(place), { warn, isLeft: (name) => name === basename(place) });
}

const writeJson = (path: string, value: object): Promise<void> => writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
