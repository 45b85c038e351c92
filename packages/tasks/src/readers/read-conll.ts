import { UserError } from '@electra-ts/config';
import { type TaggedExample, wordsExample } from '../kinds/tagging.js';
import { type Gold, WITHOUT_GOLD } from '../labeled-data.js';
import { readTextFile } from './read-text-file.js';

/**
 * Sentences of a file with one word a line and an empty line after each sentence, as the CoNLL shared tasks have it. The
 * word is the first column; columns are divided by tabs where the line has any, else by spaces. `-DOCSTART-` lines of
 * CoNLL-2003 are passed over.
 *
 * @param column of the tag, from 0; the last one when absent
 * @param gold where the tags need not be there, a file without their column (of words alone, where no column is named) has none
 * @throws UserError for a file that cannot be read or holds no sentence, and a line with too few columns
 */
export async function readConll(path: string, column?: number, gold: Gold = 'required'): Promise<TaggedExample[]> {
  const sentences: TaggedExample[] = [];
  let words: string[] = [];
  let tags: string[] = [];
  let width: number | undefined;
  let tagged = true;
  const end = () => {
    if (words.length > 0) sentences.push(wordsExample(words, tagged ? tags : undefined));
    [words, tags] = [[], []];
  };
  (await readTextFile(path)).split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return end();
    const cells = line.includes('\t') ? line.split('\t') : line.trim().split(/ +/);
    width ??= cells.length;
    tagged = (column ?? 1) < width;
    if (cells.length !== width || (!tagged && gold === 'required')) {
      throw new UserError({
        what: `${path}:${index + 1} does not have the columns of a tagged word`,
        expected: expectedColumns({ width, tagged, column, gold }),
        received: `${cells.length}: ${line.slice(0, 60)}`,
        ...(!tagged && gold === 'required' && { remedy: WITHOUT_GOLD }),
      });
    }
    if (cells[0] === '-DOCSTART-') return;
    words.push(cells[0]);
    tags.push(cells[column ?? width - 1]);
  });
  end();
  if (sentences.length === 0) {
    throw new UserError({ what: `${path} holds no examples.`, expected: 'at least one tagged sentence' });
  }
  return sentences;
}

/** What a line that lacks columns should have had. */
function expectedColumns(found: { readonly width: number; readonly tagged: boolean; readonly column: number | undefined; readonly gold: Gold }): string {
  const { width, tagged, column, gold } = found;
  if (tagged) return `${width} columns`;
  if (gold === 'optional') return `as many columns as above, ${width}`;
  return column === undefined ? 'at least two columns, the word and its tag' : `${column + 1} columns`;
}
