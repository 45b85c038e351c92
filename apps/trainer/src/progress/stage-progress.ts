import { formatDuration } from '@electra-ts/training';
import { Presets, SingleBar } from 'cli-progress';

/** Where progress is shown. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
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

/** Progress of one stage: a bar on a terminal, a line now and then elsewhere, nothing where quiet was asked for. */
export class StageProgress {
  readonly #options: Required<StageOptions>;
  readonly #started: number;
  #bar: SingleBar | undefined;
  #lastLine = -Infinity;

  constructor({ quiet = false, output = process.stderr, clock = () => performance.now(), ...rest }: StageOptions) {
    this.#options = { quiet, output, clock, ...rest };
    this.#started = clock();
  }

  /**
   * @param fraction how much is done, 0 to 1; undefined where nobody can tell
   * @param details what else is known: speed, losses
   * @param remainingSeconds time left, estimated from the start when absent
   */
  update(fraction: number | undefined, details: string, remainingSeconds?: number): void {
    const { quiet, output, title, clock } = this.#options;
    if (quiet) return;
    const elapsed = (clock() - this.#started) / 1000;
    const remaining = remainingSeconds ?? (fraction ? (elapsed / fraction) * (1 - fraction) : undefined);
    const eta = remaining === undefined ? '' : `${formatDuration(remaining)} left`;
    if (output.isTTY === true) {
      this.#bar ??= this.#open();
      this.#bar.update(Math.round((fraction ?? 0) * 1000), { details, eta });
    } else if (clock() - this.#lastLine >= LINE_INTERVAL) {
      this.#lastLine = clock();
      const share = fraction === undefined ? '' : `${Math.round(fraction * 100)} %`;
      output.write(`${title}: ${[share, details, eta].filter((part) => part !== '').join(', ')}\n`);
    }
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

  #open(): SingleBar {
    const bar = new SingleBar(
      {
        format: `${this.#options.title} {bar} {percentage} % {details} {eta}`,
        barsize: 16,
        hideCursor: true,
        clearOnComplete: true,
        gracefulExit: false, // signals are the command's
        stream: this.#options.output as NodeJS.WriteStream,
      },
      Presets.shades_grey,
    );
    bar.start(1000, 0, { details: '', eta: '' });
    return bar;
  }

  #close(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
