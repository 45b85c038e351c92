import { interruptible, userPath } from '@electra-ts/cli';
import { writeFolderAtomically } from '@electra-ts/checkpoint';
import { type InputFlags, InputReport } from '../io/input-flags.js';
import { printJson } from '../io/print-json.js';
import { refuseTakenFolder } from '../io/refuse-taken-folder.js';
import { StageProgress } from '../progress/stage-progress.js';
import { trainTokenizer, type VocabularyModel } from '../stages/train-tokenizer.js';

/** What the user typed. */
export interface TokenizerOptions extends InputFlags {
  readonly vocabSize: number;
  readonly out: string;
  readonly cased: boolean;
  readonly model: VocabularyModel;
  readonly minFrequency: number;
  readonly alphabetLimit?: number;
  readonly specialTokens?: readonly string[];
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** `electra-trainer tokenizer`. */
export async function tokenizer(options: TokenizerOptions): Promise<void> {
  const out = userPath(options.out);
  refuseTakenFolder({ out, shown: options.out, force: options.force, file: 'tokenizer.json', holds: 'a tokenizer', replaced: 'the tokenizer' });
  const progress = new StageProgress({ title: 'tokenizer', quiet: options.quiet });
  const input = new InputReport(options);
  const result = await interruptible(async (signal) => {
    const trained = await trainTokenizer({
      paths: input.paths,
      reading: input.options,
      vocabularySize: options.vocabSize,
      lowercase: !options.cased,
      model: options.model,
      minFrequency: options.minFrequency,
      alphabetLimit: options.alphabetLimit,
      specialTokens: options.specialTokens,
      progress,
      signal,
    });
    await writeFolderAtomically(out, (folder) => trained.tokenizer.save(folder));
    return trained;
  }, 'Stopped; nothing was written.');
  const { vocabularySize, fingerprint } = result.tokenizer;
  progress.done(`${vocabularySize} tokens in ${options.out}`);
  if (vocabularySize < options.vocabSize) progress.note(whyFewer(options));
  input.tell();
  if (options.json) {
    const { texts, characters } = result;
    await printJson({ out, vocabularySize, fingerprint, texts, characters, skipped: input.skipped, cleaning: input.cleaning });
  }
}

/** Why there are fewer tokens than were asked for: training merges pairs of neighbors while some are frequent enough. */
function whyFewer({ vocabSize, minFrequency }: TokenizerOptions): string {
  const asked = `That is fewer than the ${vocabSize} asked for: `;
  return minFrequency > 1
    ? `${asked}no pair of neighboring pieces is left that occurs at least ${minFrequency} times. More text, or a lower --min-frequency, gives more.`
    : `${asked}every word of the text is a token by now. Only more text gives more.`;
}
