import { join } from 'node:path';
import { writePretrained, embeddingShapes, initializeParameters, loadParameters, readPretrained } from '@electra-ts/nn';
import type { ElectraConfig, Shapes, TensorValue } from '@electra-ts/nn';
import { discriminatorShapes } from '@electra-ts/discriminator';
import { generatorShapes } from '@electra-ts/generator';
import type { Tokenizer } from '@electra-ts/tokenizer';
import type { Variable } from '@tensorflow/tfjs-core';
import { deriveSeed } from './derive-seed.js';
import type { JointConfig } from './resolve-pretraining.js';

/** One of the two networks, its parameters by Hugging Face's names. */
export interface Network {
  readonly config: ElectraConfig;
  readonly parameters: Readonly<Record<string, Variable>>;
}

/** Names of a run's state: the network, then Hugging Face's name. */
const ofDiscriminator = (name: string) => `discriminator.${name}`;
const ofGenerator = (name: string) => `generator.${name}`;

/**
 * Generator and discriminator, trained together. They share the whole embedding scope (words, positions, segments and
 * their layer norm), each with a projection of its own to its width: paper, section 3.2. Sharing means that both hold
 * the same variables, so that gradients from both add up without any further rule.
 */
export class JointModel {
  /** Every variable once, under the names of the state: `discriminator.…` and, what is not shared, `generator.…`. */
  readonly variables: Readonly<Record<string, Variable>>;

  private constructor(
    readonly discriminator: Network,
    readonly generator: Network,
  ) {
    const shared = new Set(Object.values(discriminator.parameters));
    const own = Object.entries(generator.parameters).filter(([, parameter]) => !shared.has(parameter));
    this.variables = {
      ...renamed(Object.entries(discriminator.parameters), ofDiscriminator),
      ...renamed(own, ofGenerator),
    };
  }

  /** New networks; equal seeds give equal parameters. */
  static create(config: JointConfig, { seed }: { readonly seed: number }): JointModel {
    const { discriminator, generator } = config;
    return JointModel.tie(
      config,
      initializeParameters(discriminatorShapes(discriminator), discriminator, deriveSeed(seed, 'discriminator')),
      initializeParameters(ownGeneratorShapes(generator), generator, deriveSeed(seed, 'generator')),
    );
  }

  /**
   * The networks of a folder that `save` wrote. The shared embeddings are those of the discriminator.
   *
   * @throws UserError where a file is missing or holds another model
   */
  static async load(folder: string): Promise<JointModel> {
    const discriminator = await readPretrained(join(folder, 'discriminator'));
    const generator = await readPretrained(join(folder, 'generator'));
    const shared = embeddingShapes(generator.config);
    const own = Object.entries(generator.weights).filter(([name]) => !(name in shared));
    return JointModel.tie(
      { discriminator: discriminator.config, generator: generator.config },
      loadParameters(discriminator, discriminatorShapes(discriminator.config)),
      loadParameters({ ...generator, weights: Object.fromEntries(own) }, ownGeneratorShapes(generator.config)),
    );
  }

  private static tie(
    { discriminator, generator }: JointConfig,
    parameters: Record<string, Variable>,
    own: Record<string, Variable>,
  ): JointModel {
    const shared = Object.keys(embeddingShapes(discriminator)).map((name) => [name, parameters[name]] as const);
    return new JointModel(
      { config: discriminator, parameters },
      { config: generator, parameters: { ...Object.fromEntries(shared), ...own } },
    );
  }

  /**
   * Writes the folders `discriminator` and `generator`, each a model that loads by itself, here and in transformers;
   * the generator's has the shared embeddings too.
   *
   * @param values of `variables`, as a runtime reads them
   */
  async save(
    folder: string,
    values: Readonly<Record<string, TensorValue>>,
    tokenizer: Pick<Tokenizer, 'save'>,
  ): Promise<void> {
    const networks = [
      { name: 'discriminator', architecture: 'ElectraForPreTraining', network: this.discriminator },
      { name: 'generator', architecture: 'ElectraForMaskedLM', network: this.generator },
    ];
    const nameOf = new Map(Object.entries(this.variables).map(([name, variable]) => [variable, name]));
    for (const { name, architecture, network } of networks) {
      const parameters = Object.entries(network.parameters);
      const own = parameters.map(([key, parameter]) => [key, values[nameOf.get(parameter) as string]] as const);
      await writePretrained(join(folder, name), {
        config: network.config,
        architecture,
        values: Object.fromEntries(own),
      });
      await tokenizer.save(join(folder, name));
    }
  }

  /** Frees every variable. */
  dispose(): void {
    for (const variable of Object.values(this.variables)) variable.dispose();
  }
}

/** Shapes of the generator's parameters that are not the discriminator's too: all but the embeddings. */
export function ownGeneratorShapes(config: ElectraConfig): Shapes {
  const shared = embeddingShapes(config);
  return Object.fromEntries(Object.entries(generatorShapes(config)).filter(([name]) => !(name in shared)));
}

function renamed<T>(entries: readonly (readonly [string, T])[], rename: (name: string) => string): Record<string, T> {
  return Object.fromEntries(entries.map(([name, value]) => [rename(name), value]));
}
