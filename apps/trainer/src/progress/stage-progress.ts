import { formatDuration } from '@electra-ts/config';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { joinThatFit } from './join-that-fit.js';

/** Where progress is shown. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  /** Width of the terminal, in characters. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** How a stage shows itself. */
export interface StageOptions {
  /** What is being done, at the head of the line. */
  readonly title: string;
  /** Nothing is shown. */
  readonly quiet?: boolean;
  /** Standard error when absent: standard output is for results. */
  readonly output?: ProgressOutput;
  /** Milliseconds, never going back. */
  readonly clock?: () => number;
}

/** Milliseconds between two lines where output is not a terminal: a log should stay readable. */
const LINE_INTERVAL = 10_000;

/** A terminal's width where it does not tell. */
const COLUMNS = 80;

/** The lines of a terminal, the second where there has been something for it. */
interface Bars {
  readonly all: MultiBar;
  readonly first: SingleBar;
  second?: SingleBar;
}

/** Progress of one stage: a bar on a terminal, a line now and then elsewhere, nothing where quiet was asked for. */
export class StageProgress {
  readonly #options: Required<StageOptions>;
  readonly #started: number;
  #bars: Bars | undefined;
  /** What a bar shows that is drawn anew. */
  #thousandths = 0;
  #lastLine = -Infinity;

  constructor({ quiet = false, output = process.stderr, clock = () => performance.now(), ...rest }: StageOptions) {
    this.#options = { quiet, output, clock, ...rest };
    this.#started = clock();
  }

  /**
   * @param fraction how much is done, 0 to 1; undefined where nobody can tell
   * @param details what else is known: speed, losses
   * @param more for a second line, the most important first: what does not fit into the terminal's width is left out
   * @param remainingSeconds time left, estimated from the start when absent
   */
  update(fraction: number | undefined, details: string, remainingSeconds?: number, more: readonly string[] = []): void {
    const { quiet, output, title, clock } = this.#options;
    if (quiet) return;
    const elapsed = (clock() - this.#started) / 1000;
    const remaining = remainingSeconds ?? (fraction ? (elapsed / fraction) * (1 - fraction) : undefined);
    const eta = remaining === undefined ? '' : `${formatDuration(remaining)} left`;
    if (output.isTTY === true) {
      const isFirst = this.#bars === undefined;
      const bars = (this.#bars ??= this.#open());
      this.#thousandths = Math.round((fraction ?? 0) * 1000);
      bars.first.update(this.#thousandths, { details, left: eta });
      if (more.length > 0) bars.second ??= bars.all.create(1000, 0, { details: '' }, { format: '{details}' });
      bars.second?.update(0, { details: joinThatFit(more, output.columns ?? COLUMNS) });
      if (isFirst) bars.all.update();
    } else if (clock() - this.#lastLine >= LINE_INTERVAL) {
      this.#lastLine = clock();
      const share = fraction === undefined ? '' : `${Math.round(fraction * 100)} %`;
      output.write(`${title}: ${[share, details, ...more, eta].filter((part) => part !== '').join(', ')}\n`);
    }
  }

  /**
   * What is being waited for, shown at once, since this thread may be about to block.
   *
   * @param live for a terminal: in its line, in place of the details
   * @param line for other output, where a line is worth it
   */
  wait(live: string, line?: string): void {
    const { quiet, output, title } = this.#options;
    if (quiet) return;
    if (output.isTTY === true) {
      this.#bars ??= this.#open();
      this.#bars.first.update(this.#thousandths, { details: live, left: '' });
      this.#bars.all.update();
    } else if (line !== undefined) output.write(`${title}: ${line}\n`);
  }

  /** Ends the stage with one line that stays. */
  done(summary: string): void {
    this.#close();
    const { quiet, output, title, clock } = this.#options;
    const seconds = (clock() - this.#started) / 1000;
    if (!quiet) output.write(`${title}: ${summary} (${formatDuration(seconds)})\n`);
  }

  /** A line that stays, above the bar where there is one. */
  note(message: string): void {
    this.#close();
    if (!this.#options.quiet) this.#options.output.write(`${message}\n`);
  }

  /** Takes the bar away without a summary, before an error is shown. */
  abandon(): void {
    this.#close();
  }

  #open(): Bars {
    const all = new MultiBar(
      {
        format: `${this.#options.title} {bar} {percentage} % {details} {left}`, // {eta} would be the bar's own
        barsize: 10, // with a run of a million steps and hours to go, the line has 80 columns
        hideCursor: true,
        clearOnComplete: true,
        gracefulExit: false, // signals are the command's
        stream: this.#options.output as NodeJS.WriteStream,
      },
      Presets.shades_grey,
    );
    return { all, first: all.create(1000, 0, { details: '', left: '' }) };
  }

  #close(): void {
    this.#bars?.all.stop();
    this.#bars = undefined;
  }
}
