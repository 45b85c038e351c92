import type { StoredTensor } from '@electra-ts/checkpoint';
import { UserError } from '@electra-ts/config';
import { type Pretrained, resizePositions } from '@electra-ts/nn';
import { sub, tensor, type Tensor, tidy, type Variable, zerosLike } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { keptRows } from './kept-rows.js';
import type { Vocabulary } from './shared-rows.js';
import { DISENTANGLED, WORDS } from './sharing.js';
import type { SourceModel } from './source-model.js';

const POSITIONS = 'electra.embeddings.position_embeddings.weight';
/** Names in one message. */
const MOST_NAMES = 5;
/** Parameters with a row for each token. */
const BY_TOKEN: readonly string[] = [WORDS, 'generator_lm_head.bias'];

/**
 * Puts the weights of a source into a new model. Tokens that its vocabulary shares with the run's keep their
 * embeddings; all others, and whatever else the source lacks, stay as the new model has them.
 *
 * @param vocabulary of the run
 * @param takesGenerator whether the source's generator goes on too
 * @returns what the user should hear: what was kept, what starts anew, and which of the generator's weights are not taken
 * because the run shares them
 * @throws UserError where the vocabulary differs and nothing tells what the source's ids mean, or its tokenizer has more
 * tokens than it has embeddings
 */
export function adoptWeights(
  model: JointModel,
  source: SourceModel,
  vocabulary: Vocabulary,
  takesGenerator: boolean,
): readonly string[] {
  const stored = { from: source.from, rows: source.discriminator.config.vocabSize, tokenizer: source.tokenizer };
  const rows = keptRows(stored, vocabulary, model.discriminator.config.vocabSize);
  const { discriminator, generator, sharing } = model;
  const notes = [describeRows(rows, source)];
  const missing = adopt(discriminator.parameters, source.discriminator, rows);
  const held = new Map(Object.entries(discriminator.parameters).map(([name, variable]) => [variable, name]));
  const own = Object.fromEntries(Object.entries(generator.parameters).filter(([, variable]) => !held.has(variable)));
  if (takesGenerator && source.generator) {
    missing.push(...adopt(own, source.generator, rows));
    notes.push(...describeDropped(model, source, held));
  }
  if (sharing === 'gradient-disentangled') disentangle(model, takesGenerator && source.generator !== undefined);
  if (missing.length > 0) notes.push(`${source.from} lacks ${missing.join(', ')}: what is missing starts anew.`);
  if (model.languageModel) notes.push("The language-model head on the discriminator's encoder starts anew.");
  return notes;
}

/** @returns names of what the source does not have */
function adopt(parameters: Readonly<Record<string, Variable>>, source: Pretrained, rows: Int32Array | null): string[] {
  const missing: string[] = [];
  for (const [name, variable] of Object.entries(parameters)) {
    const stored = source.weights[name];
    if (stored === undefined) {
      missing.push(name);
      continue;
    }
    // Of two towers, the second's names have its own beginning.
    const value = BY_TOKEN.some((each) => name.endsWith(each)) && rows !== null ? withRows(stored, variable, rows) : resized(name, stored, variable);
    if (value.shape.join() !== variable.shape.join()) {
      throw new UserError({
        what: `${source.where} does not hold the model that its config.json describes`,
        expected: `${name} of shape [${variable.shape.join(', ')}]`,
        received: `[${stored.shape.join(', ')}]`,
      });
    }
    tidy(() => variable.assign(tensor(value.data, [...value.shape], 'float32')));
  }
  return missing;
}

const resized = (name: string, stored: StoredTensor, { shape }: Variable): StoredTensor =>
  name.endsWith(POSITIONS) && stored.shape.length === 2 ? resizePositions(stored, shape[0]) : stored;

/** The variable's own values with those rows of the stored ones that belong to a token of both vocabularies. */
function withRows(stored: StoredTensor, variable: Variable, rows: Int32Array): StoredTensor {
  const data = Float32Array.from(variable.dataSync());
  const width = data.length / rows.length;
  rows.forEach((from, row) => {
    if (from >= 0 && from < stored.shape[0]) data.set(stored.data.subarray(from * width, (from + 1) * width) as Float32Array, row * width);
  });
  return { shape: variable.shape, dtype: 'float32', data };
}

function describeRows(rows: Int32Array | null, { from, tokenizer }: SourceModel): string {
  if (rows === null && tokenizer === undefined) return `${from} has no tokenizer: its token ids are taken for this run's.`;
  if (rows === null) return `The weights of ${from} go on with the same vocabulary.`;
  const kept = rows.reduce((count, row) => count + (row >= 0 ? 1 : 0), 0);
  return `The vocabulary is another than that of ${from}: ${kept} of ${rows.length} tokens keep their embeddings, the others start anew.`;
}

/** Says where the source's generator has other values than its discriminator for what the run's two share. */
function describeDropped(
  { generator, sharing }: JointModel,
  source: SourceModel,
  inDiscriminator: ReadonlyMap<Variable, string>,
): string[] {
  const dropped = Object.entries(generator.parameters).flatMap(([name, variable]) => {
    const shared = inDiscriminator.get(variable);
    const own = source.generator?.weights[name];
    return shared === undefined || own === undefined || equals(own, source.discriminator.weights[shared]) ? [] : [name];
  });
  if (dropped.length === 0) return [];
  const more = dropped.length > MOST_NAMES ? ` and ${dropped.length - MOST_NAMES} more` : '';
  const names = `${dropped.slice(0, MOST_NAMES).join(', ')}${more}`;
  return [
    `The generator of ${source.from} has weights of its own that this run does not take over: ${names}. ` +
      `With model.sharing ${sharing} it begins with the discriminator's; with none it keeps its own.`,
  ];
}

const equals = (a: StoredTensor, b: StoredTensor | undefined): boolean =>
  b?.shape.join() === a.shape.join() && a.data.every((value, index) => value === b.data[index]);

/** Both networks begin with the embeddings that were adopted: the discriminator's are the generator's plus a difference. */
function disentangle({ discriminator, generator }: JointModel, ownGenerator: boolean): void {
  for (const name of DISENTANGLED) {
    const [base, difference] = [generator.parameters[name], discriminator.parameters[name]];
    tidy(() => {
      const whole = difference.clone();
      if (!ownGenerator) base.assign(whole);
      difference.assign(ownGenerator ? sub<Tensor>(whole, base) : zerosLike(whole));
    });
  }
}
