import {
  asyncScheduler,
  concat,
  defer,
  EMPTY,
  from,
  ignoreElements,
  map,
  mergeMap,
  Observable,
  type ObservableInput,
  of,
  repeat,
  scheduled,
  tap,
} from 'rxjs';
import { checkpointEvents, SaveBeside } from './save-beside.js';
import type { TrainingControls } from './training-controls.js';
import type { Preparation, TrainingEvent } from './training-event.js';

/** Numbers by name, as a step or an evaluation reports them. */
export type Metrics = Readonly<Record<string, number>>;

/** A training run in terms of what is done when. Where a promise is expected, any other source of one value will do. */
export interface TrainingPlan {
  /** Updates done before: 0, or the step of the checkpoint that is resumed. */
  readonly from: number;
  /** Updates to have done at the end. */
  readonly steps: number;
  /** Does the n-th update, n from `from + 1` to `steps`, and reports what it measured. */
  step(n: number): ObservableInput<Metrics>;
  /** Measures after every `every`-th update and after the last. */
  readonly evaluate?: { readonly every: number; run(n: number): ObservableInput<Metrics> };
  /** What is worth a warning in an update's numbers; by default, the first time that one of them is not finite. */
  notice?(n: number, metrics: Metrics): readonly string[];
  /**
   * Saves after every `every`-th update, after the last and when stopped; returns the folder, or undefined where there is
   * nothing to save. Where there is a `begin`, it is called between updates in place of `run`: it copies what is to be
   * saved, and `written`, the folder or undefined where it was given up, is awaited beside the updates that follow, before
   * the next save begins at the latest. While `isHeld`, what is due waits for a later update; the last save does not.
   */
  readonly save?: {
    readonly every: number;
    run(n: number): ObservableInput<string | undefined>;
    begin?(n: number): ObservableInput<{ readonly written: Promise<string | undefined> }>;
    isHeld?(): boolean;
  };
  /**
   * What went wrong since it was last asked and does not end the run, such as a checkpoint that could not be removed.
   * Asked after each update, with what was evaluated and saved at it, and at the end.
   */
  takeWarnings?(): readonly string[];
  /** What updates and evaluations wait for: emitted as it comes, in the midst of them. */
  readonly preparations?: Observable<Preparation>;
  /** Emits a step event at every `every`-th update and at the last (1). */
  readonly log?: { readonly every: number };
  /** Stops the run: the update in progress is finished, with the evaluation due at it, and saved. */
  readonly signal?: AbortSignal;
  /** What a subscriber steers the run by. */
  readonly controls?: TrainingControls;
}

/**
 * The loop that pre-training and fine-tuning share: update, evaluation, checkpoint, one after the other and never two
 * at once, but that a checkpoint may be written beside updates. Between updates the event loop gets a turn, so that signals and timers are heard.
 *
 * Evaluation comes before saving: a run that dies between the two goes on from the checkpoint before, and its metrics
 * have no gap.
 *
 * The observable is cold: training starts at the subscription, and each subscription trains. Unsubscribing stops it
 * after the update in progress without saving; to stop and save, abort `signal`. What an update, an evaluation or a
 * save throws is the observable's error, after which nothing more runs.
 *
 * @throws Error when a number of the plan is not a count
 */
export function runTraining(plan: TrainingPlan): Observable<TrainingEvent> {
  checkPlan(plan);
  return defer(() => {
    let done = plan.from;
    let savedAt = plan.from;
    const notice = plan.notice?.bind(plan) ?? nonFiniteNotices();
    const { controls } = plan;
    const isStopped = () => plan.signal?.aborted === true || controls?.signal.aborted === true;
    const goesOn = () => done < plan.steps && !isStopped();
    const isDue = (every: number) => done % every === 0;

    const update = defer(() => from(plan.step(done + 1))).pipe(
      tap(() => done++),
      mergeMap((metrics) => [
        ...notice(done, metrics).map((message) => ({ type: 'warning', message, step: done }) as const),
        ...(isDue(plan.log?.every ?? 1) || done === plan.steps ? [{ type: 'step', step: done, metrics } as const] : []),
      ]),
    );
    const evaluation = defer(() =>
      plan.evaluate && (controls?.takeEvaluate() || isDue(plan.evaluate.every) || done === plan.steps) ? plan.evaluate.run(done) : EMPTY,
    ).pipe(map((metrics): TrainingEvent => ({ type: 'evaluation', step: done, metrics })));
    const checkpoint = defer(() =>
      plan.save && savedAt < done ? from(plan.save.run(done)).pipe(tap(() => (savedAt = done)), checkpointEvents(done)) : EMPTY,
    );
    const beside = new SaveBeside();
    const begin = defer(() => plan.save?.begin?.(done) ?? EMPTY).pipe(
      tap(({ written }) => beside.begin((savedAt = done), written)),
      ignoreElements(),
    );
    const save = defer(() => concat(beside.end, plan.save?.begin && done < plan.steps ? begin : checkpoint));
    let isOwed = false;
    const dueCheckpoint = defer(() => {
      if (!plan.save) return EMPTY;
      isOwed = controls?.takeSave() || isDue(plan.save.every) || isOwed;
      if (!isOwed || plan.save.isHeld?.()) return EMPTY;
      isOwed = false;
      return save;
    });
    const warnings = defer(() => plan.takeWarnings?.() ?? []).pipe(map((message): TrainingEvent => ({ type: 'warning', message, step: done })));
    const turnOfEventLoop = () => (goesOn() ? scheduled([undefined], asyncScheduler) : EMPTY);

    const training = concat(
      defer(() =>
        goesOn() ? concat(update, beside.endIfOver, evaluation, dueCheckpoint, warnings).pipe(repeat({ delay: turnOfEventLoop })) : EMPTY,
      ),
      beside.end,
      checkpoint,
      warnings,
      defer(() => of(finished(done, plan))),
    );
    const preparations = (plan.preparations ?? EMPTY).pipe(map((preparation): TrainingEvent => ({ type: 'preparation', step: done, ...preparation })));
    return new Observable<TrainingEvent>((subscriber) => {
      subscriber.add(preparations.subscribe((event) => subscriber.next(event)));
      return training.subscribe(subscriber);
    });
  });
}

function finished(step: number, { steps, controls }: TrainingPlan): TrainingEvent {
  if (step >= steps) return { type: 'finished', step, reason: 'completed' };
  const because: unknown = controls?.signal.reason;
  return { type: 'finished', step, reason: 'stopped', ...(typeof because === 'string' && { because }) };
}

/** Notices of each metric at the first update at which it is not a finite number. */
function nonFiniteNotices(): (n: number, metrics: Metrics) => string[] {
  const known = new Set<string>();
  return (n, metrics) => {
    const fresh = Object.entries(metrics).filter(([name, value]) => !Number.isFinite(value) && !known.has(name));
    fresh.forEach(([name]) => known.add(name));
    return fresh.map(([name, value]) => `${name} is ${value} at step ${n}`);
  };
}

function checkPlan({ from: start, steps, evaluate, save, log }: TrainingPlan): void {
  const counts = { from: start, steps };
  const periods = { 'evaluate.every': evaluate?.every, 'save.every': save?.every, 'log.every': log?.every };
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new Error(`runTraining: expected ${name} to be a count, received ${value}`);
    }
  }
  for (const [name, value] of Object.entries(periods)) {
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 1)) {
      throw new Error(`runTraining: expected ${name} to be a whole number from 1 on, received ${value}`);
    }
  }
}
