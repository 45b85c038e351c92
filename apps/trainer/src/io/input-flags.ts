import { userPath } from '@electra-ts/cli';
import type { DocumentOptions } from '@electra-ts/data';

/** What the user typed about the text to read. */
export interface InputFlags extends Pick<DocumentOptions, 'textColumn' | 'format' | 'separator' | 'onError' | 'maxErrors' | 'maxExpansion'> {
  readonly input: readonly string[];
  readonly quiet: boolean;
}

/** Errors shown one by one; the rest are counted. */
const shownErrors = 5;

/** What `documentStream` needs of the flags, and what it skipped. */
export class InputReport {
  readonly paths: readonly string[];
  readonly options: DocumentOptions;
  private readonly messages: string[] = [];
  /** Rows and files that `--on-error skip` left out. */
  skipped = 0;

  constructor(private readonly flags: InputFlags) {
    this.paths = flags.input.map((path) => (path === '-' ? path : userPath(path)));
    const { textColumn, format, separator, onError, maxErrors, maxExpansion } = flags;
    const onSkip = ({ message }: Error) => {
      if (++this.skipped <= shownErrors) this.messages.push(message);
    };
    this.options = { textColumn, format, separator, onError, maxErrors, maxExpansion, onSkip };
  }

  /** Writes what was skipped to standard error. */
  tell(write: (text: string) => void = (text) => process.stderr.write(text)): void {
    if (this.skipped === 0 || this.flags.quiet) {
      return;
    }
    const more = this.skipped - this.messages.length;
    const rest = more > 0 ? [`and ${more} more`] : [];
    write(`Skipped input with errors: ${this.skipped}\n${[...this.messages, ...rest].map((line) => `  ${line}\n`).join('')}`);
  }
}
