import { createHash } from 'node:crypto';

/** Whether a sentence is held out: a tenth of all are, by their words alone, so that equal sentences are on one side. */
const isHeldOut = (sentence) => createHash('sha256').update(sentence).digest().readUInt32BE(0) % 10 === 0;

/**
 * Divides a file of one word a line into training and development sentences by their hash.
 *
 * @param {string} text sentences with an empty line after each
 */
export function hashedDev(text) {
  const sentences = text.split(/\r?\n\s*\n/).filter((each) => each.trim() !== '').map((each) => each.trim());
  const written = (chosen) => chosen.map((each) => `${each}\n\n`).join('');
  return { train: written(sentences.filter((each) => !isHeldOut(each))), dev: written(sentences.filter(isHeldOut)) };
}
