import { UserError } from '@electra-ts/config';
import { type ElectraConfig, type PresetName, presets } from '@electra-ts/nn';
import type { RunRecord } from './run-record.js';
import type { SourceModel } from './source-model.js';

/** The part of a configuration, not checked yet, that a source decides. */
interface GivenModel {
  readonly preset?: unknown;
  readonly sharing?: unknown;
  readonly discriminator?: Readonly<Record<string, unknown>>;
  readonly generator?: Readonly<Record<string, unknown>>;
}

/** What may differ from the source: the weights stay what they are. */
const free = new Set<string>(['hiddenDropoutProb', 'attentionProbsDropoutProb', 'initializerRange', 'maxPositionEmbeddings']);
/** What the run's own tokenizer decides. */
const byTokenizer = new Set<string>(['vocabSize', 'padTokenId']);
/** What a preset says. */
const sizes = ['numHiddenLayers', 'hiddenSize', 'numAttentionHeads', 'embeddingSize', 'intermediateSize'] as const;

/**
 * A configuration in which the networks are those of a source, written out in full so that the run can be resumed
 * without it. Dropout, the spread of new weights and the number of positions may still be chosen.
 *
 * @param configuration what a configuration file holds, settings applied
 * @param takesGenerator whether the source's generator goes on too
 * @throws UserError where the configuration asks for other sizes than the source has
 */
export function continuedConfiguration(configuration: unknown, source: SourceModel, takesGenerator: boolean): unknown {
  const { model = {}, ...rest } = configuration as { readonly model?: GivenModel };
  const own = source.discriminator.config;
  checkPreset(model, own, source.from);
  const preset = model.preset ?? (Object.keys(presets) as PresetName[]).find((name) => isPreset(name, own));
  const discriminator = ownSizes('discriminator', own, model.discriminator, source.from);
  const generator =
    takesGenerator && source.generator
      ? ownSizes('generator', source.generator.config, sameAs(discriminator, model.generator), source.from)
      : model.generator;
  return {
    ...rest,
    model: { ...model, ...(preset !== undefined && { preset }), discriminator, ...(generator !== undefined && { generator }) },
  };
}

/**
 * The configuration that a run is resumed with, where the run took sizes from a model that it began with: those are in its
 * record, and what it was started with lacks them.
 *
 * @param recorded what run.json holds of the run
 */
export function resumedConfiguration(configuration: unknown, recorded: Partial<RunRecord> | null): unknown {
  const { from, configuration: earlier } = recorded ?? {};
  if (earlier === undefined || (from === undefined && earlier.model.generatorFrom === undefined)) return configuration;
  const { model = {}, ...rest } = configuration as { readonly model?: GivenModel };
  const { preset, discriminator, generator } = earlier.model;
  return {
    ...rest,
    model: {
      ...model,
      ...(from !== undefined && { preset: model.preset ?? preset, discriminator: { ...discriminator, ...model.discriminator } }),
      generator: { ...generator, ...model.generator },
    },
  };
}

/** The generator's positions are the discriminator's unless it is said otherwise. */
function sameAs(discriminator: Readonly<Record<string, unknown>>, given: GivenModel['generator']) {
  return { maxPositionEmbeddings: discriminator['maxPositionEmbeddings'], ...given };
}

/**
 * The sizes of a stored network, with what the configuration may choose; not those that the run's tokenizer decides.
 *
 * @throws UserError where the configuration has other sizes
 */
export function ownSizes(
  network: 'discriminator' | 'generator',
  own: ElectraConfig,
  given: Readonly<Record<string, unknown>> = {},
  from: string,
): Readonly<Record<string, unknown>> {
  const kept = Object.fromEntries(Object.entries(own).filter(([key]) => !byTokenizer.has(key)));
  for (const [key, value] of Object.entries(given)) {
    if (free.has(key) || byTokenizer.has(key) || !(key in kept) || kept[key] === value) continue;
    throw new UserError({
      what: `model.${network}.${key} is not what ${from} has, from which the run is to begin`,
      expected: JSON.stringify(kept[key]),
      received: JSON.stringify(value),
      remedy: 'Leave it out: sizes are taken from there.',
    });
  }
  return { ...kept, ...given };
}

const isPreset = (name: PresetName, config: ElectraConfig, given: GivenModel['discriminator'] = {}): boolean =>
  sizes.every((key) => (given[key] ?? presets[name].discriminator[key]) === config[key]);

function checkPreset({ preset, discriminator }: GivenModel, config: ElectraConfig, from: string): void {
  // A name that is none is refused later, with the names that there are.
  if (!(typeof preset === 'string' && Object.hasOwn(presets, preset))) return;
  if (isPreset(preset as PresetName, config, discriminator)) return;
  throw new UserError({
    what: `${from}, from which the run is to begin, has other sizes than model.preset`,
    expected: `the sizes of ${preset}`,
    received: sizes.map((key) => `${key} ${config[key]}`).join(', '),
    remedy: 'Leave the preset out: sizes are taken from there.',
  });
}
