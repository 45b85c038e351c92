import { extname } from 'node:path';
import { userPath } from '@electra-ts/cli';
import { UserError } from '@electra-ts/config';
import { type CleaningReport, type DocumentOptions, SkippedInput } from '@electra-ts/data';
import { inputPath } from './input-path.js';
import type { CleaningFlags, ReadingOptions } from '../stages/read-documents.js';

/** What the user typed about the text to read. */
export interface InputFlags
  extends CleaningFlags, Pick<DocumentOptions, 'textColumn' | 'format' | 'separator' | 'onError' | 'maxErrors' | 'maxExpansion' | 'maxDocumentLength' | 'maxRowLength'> {
  readonly input: readonly string[];
  readonly quiet: boolean;
}

/** Errors, and endings of files that are left out, shown one by one; the rest are counted. */
const shown = 5;

/** What `documentStream` needs of the flags, and what it skipped. */
export class InputReport {
  readonly paths: readonly string[];
  readonly options: ReadingOptions;
  private readonly messages: string[] = [];
  /** Files of other kinds below folders, which may be read more than once. */
  private readonly leftOut = new Set<string>();
  /** Rows and files that `--on-error skip` left out. */
  skipped = 0;
  /** What cleaning changed and dropped, where any was asked for. */
  cleaning: CleaningReport | undefined;
  /** The same of held-out text of its own. */
  validationCleaning: CleaningReport | undefined;

  /** @throws UserError for --max-errors where no error is skipped */
  constructor(private readonly flags: InputFlags) {
    this.paths = flags.input.map(inputPath);
    const { textColumn, format, separator, onError, maxErrors, maxExpansion, maxDocumentLength, maxRowLength } = flags;
    if (maxErrors !== undefined && onError !== 'skip') {
      throw new UserError({ what: '--max-errors does nothing here', expected: '--on-error skip beside it', remedy: 'Add --on-error skip, or leave --max-errors out: the first error ends the command' });
    }
    const onSkip = ({ message }: Error) => {
      if (++this.skipped <= shown) this.messages.push(message);
    };
    const { normalize, removeControl, minLength, filter, deduplicate } = flags;
    const cleaning = { normalize, removeControl, minLength, filter: filter === undefined ? undefined : userPath(filter), deduplicate };
    const onCleaning = (report: CleaningReport) => {
      this.cleaning = report;
    };
    const skipped = new SkippedInput();
    const onLeftOut = (path: string) => void this.leftOut.add(path);
    const limits = { maxErrors, maxExpansion, maxDocumentLength, maxRowLength };
    this.options = { textColumn, format, separator, onError, ...limits, onSkip, onLeftOut, skipped, cleaning, onCleaning };
  }

  /** Writes what was cleaned, left out and skipped to standard error. */
  tell(write: (text: string) => void = (text) => process.stderr.write(text)): void {
    if (this.flags.quiet) {
      return;
    }
    for (const [title, report] of [['Cleaning', this.cleaning], ['Cleaning of --valid', this.validationCleaning]] as const) {
      for (const { name, changed, dropped } of report?.steps ?? []) {
        const reasons = Object.entries(dropped).map(([reason, count]) => `, ${count} dropped (${reason})`);
        write(`${title}, ${name}: ${changed} changed${reasons.join('')}\n`);
      }
    }
    if (this.leftOut.size > 0) {
      write(`Left out: ${this.leftOut.size === 1 ? '1 file of another kind' : `${this.leftOut.size} files of other kinds`} (${endingsOf(this.leftOut)})\n`);
    }
    if (this.skipped === 0) {
      return;
    }
    const more = this.skipped - this.messages.length;
    const rest = more > 0 ? [`and ${more} more`] : [];
    write(`Skipped input with errors: ${this.skipped}\n${[...this.messages, ...rest].map((line) => `  ${line}\n`).join('')}`);
  }
}

/** What tells kinds of files apart, the first few. */
function endingsOf(paths: ReadonlySet<string>): string {
  const endings = [...new Set([...paths].map((path) => extname(path).toLowerCase() || 'no ending'))].sort();
  return [...endings.slice(0, shown), ...(endings.length > shown ? ['…'] : [])].join(', ');
}
