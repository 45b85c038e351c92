import { UserError } from '@electra-ts/config';

import { SkippedInput } from './skipped-input.js';

/** What becomes of input that cannot be read. */
export interface BadInputOptions {
  /** `fail` (default) ends with the first error; `skip` leaves out the row, or the rest of the file, that has it; in CSV and TSV a row past the limit is followed by no other. */
  readonly onError?: 'fail' | 'skip';
  /** With `skip`, how many errors are too many; default 1,000. */
  readonly maxErrors?: number;
  /** Told each error that is skipped, once where it is met again in a later pass. */
  readonly onSkip?: (error: UserError) => void;
  /** Given to several streams, or passes, `maxErrors` holds for all of them together; by default each has its own. */
  readonly skipped?: SkippedInput;
}

/** Ends the reading, whoever meets it on its way up. */
class TooManyErrors extends UserError {}

/** Decides, error after error, whether reading goes on. */
export class BadInput {
  private readonly skipped: SkippedInput;
  private first: UserError | undefined;
  private file = '';
  /** Errors of the file so far. */
  private errors = 0;

  constructor(private readonly options: BadInputOptions) {
    this.skipped = options.skipped ?? new SkippedInput();
  }

  /** What was wrong first, for the error that says that nothing was left. */
  get firstMessage(): string | undefined {
    return this.first?.message;
  }

  /** Errors from now on are this file's, which is not begun twice. */
  begin(file: string): void {
    this.file = file;
    this.errors = 0;
  }

  /**
   * Counts an error, unless it was met in an earlier pass, and lets reading go on, or throws.
   *
   * @throws {UserError} the error itself, or that there are too many; what is no `UserError` is always thrown
   */
  meet(error: unknown): void {
    const { onError = 'fail', maxErrors = 1000, onSkip } = this.options;
    if (onError === 'fail' || !(error instanceof UserError) || error instanceof TooManyErrors) {
      throw error;
    }
    this.first ??= error;
    if (!this.skipped.add(this.file, ++this.errors)) {
      return;
    }
    if (this.skipped.count > maxErrors) {
      throw new TooManyErrors(
        {
          what: `The input has more than ${maxErrors} errors, of which the last is: ${error.message}`,
          remedy: 'Correct the input, or allow more errors by --max-errors (maxErrors)',
        },
        { cause: error },
      );
    }
    onSkip?.(error);
  }
}
