import { join } from 'node:path';
import { readSafetensors, type StoredTensor, writeSafetensors } from '@electra-ts/checkpoint';
import { discriminatorShapes } from '@electra-ts/discriminator';
import { TWO_TOWERS } from '@electra-ts/generator';
import { initializeParameters, isEncoderParameter, loadParameters, networkArchitectures, readPretrained, writePretrained } from '@electra-ts/nn';
import type { ElectraConfig, TensorValue } from '@electra-ts/nn';
import type { Tokenizer } from '@electra-ts/tokenizer';
import { tidy, type Variable, zerosLike } from '@tensorflow/tfjs-core';
import { deriveSeed } from './derive-seed.js';
import { languageModelHeadShapes, ownGeneratorShapes, withoutNames } from './joint-shapes.js';
import type { JointConfig } from './resolve-pretraining.js';
import { DISENTANGLED, namesInGenerator, sharedNames, type Sharing } from './sharing.js';

/** One of the networks, its parameters by Hugging Face's names. */
export interface Network {
  readonly config: ElectraConfig;
  readonly parameters: Readonly<Record<string, Variable>>;
}

/** What `JointModel.load` has to know beside the folder. */
export type JointLayout = Pick<JointConfig, 'sharing' | 'languageModel' | 'twoTowers'>;

/** Parameters of each part that are its own. */
interface Own {
  readonly discriminator: Record<string, Variable>;
  readonly generator: Record<string, Variable>;
  readonly head?: Record<string, Variable> | undefined;
}

const differencesFile = 'embedding_differences.safetensors';

/**
 * Generator and discriminator, trained together. What they share (see `sharings`) both hold as the same variables, so
 * that gradients from both add up without any further rule. For the objectives that end in a masked-language model,
 * `languageModel` is such a head on the discriminator's encoder.
 */
export class JointModel {
  /** Every variable once, under the names of the state: the first network that holds it, then Hugging Face's name. */
  readonly variables: Readonly<Record<string, Variable>>;

  private constructor(
    readonly sharing: Sharing,
    /** Whether the generator is of two towers. */
    readonly twoTowers: boolean,
    readonly discriminator: Network,
    readonly generator: Network,
    readonly languageModel: Network | undefined,
  ) {
    const networks = Object.entries({ discriminator, generator, ...(languageModel && { languageModel }) });
    const names = new Map<Variable, string>();
    for (const [network, { parameters }] of networks) {
      for (const [name, variable] of Object.entries(parameters)) {
        if (!names.has(variable)) names.set(variable, `${network}.${name}`);
      }
    }
    this.variables = Object.fromEntries([...names].map(([variable, name]) => [name, variable]));
  }

  /** New networks; equal seeds give equal parameters. */
  static create(config: JointConfig, { seed }: { readonly seed: number }): JointModel {
    const { discriminator, generator, sharing = 'all', languageModel } = config;
    const head = languageModelHeadShapes(discriminator);
    const own: Own = {
      discriminator: initializeParameters(discriminatorShapes(discriminator), discriminator, deriveSeed(seed, 'discriminator')),
      generator: initializeParameters(ownGeneratorShapes(config), generator, deriveSeed(seed, 'generator')),
      head: languageModel ? initializeParameters(head, discriminator, deriveSeed(seed, 'language model')) : undefined,
    };
    if (sharing === 'gradient-disentangled') {
      // The discriminator begins with the generator's embeddings: no difference.
      for (const name of DISENTANGLED) tidy(() => own.discriminator[name].assign(zerosLike(own.discriminator[name])));
    }
    return JointModel.tie(config, own);
  }

  /**
   * The networks of a folder that `save` wrote, bit for bit. What they share is read from the discriminator's.
   *
   * @param layout how the model was made
   * @throws UserError where a file is missing or holds another model
   */
  static async load(folder: string, layout: JointLayout = {}): Promise<JointModel> {
    const discriminator = await readPretrained(join(folder, 'discriminator'));
    const generator = await readPretrained(join(folder, 'generator'));
    const config = { ...layout, discriminator: discriminator.config, generator: generator.config };
    const { sharing = 'all' } = layout;
    const differences = sharing === 'gradient-disentangled' ? await readSafetensors(join(folder, differencesFile)) : {};
    const own = ownGeneratorShapes(config);
    const shared = new Set(sharedNames(sharing, discriminator.config).flatMap((name) => namesInGenerator(name, layout.twoTowers)));
    const ownWeights = withoutNames(generator.weights, (name) => shared.has(name));
    const head = layout.languageModel ? await readPretrained(join(folder, 'language-model')) : undefined;
    return JointModel.tie(config, {
      discriminator: loadParameters(
        { ...discriminator, weights: { ...discriminator.weights, ...differences } },
        discriminatorShapes(discriminator.config),
      ),
      generator: loadParameters({ ...generator, weights: ownWeights }, own),
      head: head && loadParameters(
        { ...head, weights: withoutNames(head.weights, isEncoderParameter) },
        languageModelHeadShapes(discriminator.config),
      ),
    });
  }

  private static tie({ discriminator, generator, sharing = 'all', twoTowers = false }: JointConfig, own: Own): JointModel {
    const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, own.discriminator[name]]));
    const encoder = pick(Object.keys(own.discriminator).filter(isEncoderParameter));
    const shared = sharedNames(sharing, discriminator).flatMap((name) =>
      namesInGenerator(name, twoTowers).map((inGenerator) => [inGenerator, own.discriminator[name]] as const),
    );
    return new JointModel(
      sharing,
      twoTowers,
      { config: discriminator, parameters: own.discriminator },
      { config: generator, parameters: { ...Object.fromEntries(shared), ...own.generator } },
      own.head && { config: discriminator, parameters: { ...encoder, ...own.head } },
    );
  }

  /**
   * The same networks with other variables in some places, such as the averages of theirs. Nothing is copied: variables
   * belong to whom they belonged to before.
   *
   * @param variables in the shapes of those that they stand for, under their names in `variables`
   */
  withVariables(variables: Readonly<Record<string, Variable>>): JointModel {
    const others = new Map(Object.entries(this.variables).map(([name, own]) => [own, variables[name] ?? own]));
    const exchanged = ({ config, parameters }: Network): Network => {
      const entries = Object.entries(parameters).map(([name, own]) => [name, others.get(own) as Variable] as const);
      return { config, parameters: Object.fromEntries(entries) };
    };
    const { sharing, twoTowers, discriminator, generator, languageModel } = this;
    return new JointModel(sharing, twoTowers, exchanged(discriminator), exchanged(generator), languageModel && exchanged(languageModel));
  }

  /**
   * Writes the folders `discriminator`, `generator` and, where there is one, `language-model`, each a model that loads
   * by itself, here and in transformers (except a generator of two towers, which transformers does not have), shared
   * parameters included. Differences of embeddings are in a file beside
   * them, because sums of float32 cannot be taken apart again.
   *
   * @param values of `variables`, as a runtime reads them
   */
  async save(
    folder: string,
    values: Readonly<Record<string, TensorValue>>,
    tokenizer: Pick<Tokenizer, 'save'>,
  ): Promise<void> {
    const nameOf = new Map(Object.entries(this.variables).map(([name, variable]) => [variable, name]));
    const valuesOf = ({ parameters }: Network): Record<string, TensorValue> =>
      Object.fromEntries(Object.entries(parameters).map(([key, each]) => [key, values[nameOf.get(each) as string]]));
    const disentangled = this.sharing === 'gradient-disentangled' ? DISENTANGLED : [];
    const [base, differences] = [valuesOf(this.generator), valuesOf(this.discriminator)];
    const sums = Object.fromEntries(disentangled.map((name) => [name, addValues(base[name], differences[name])]));
    for (const { name, architecture, network } of this.#folders()) {
      const own = network === this.generator ? base : { ...valuesOf(network), ...sums };
      await writePretrained(join(folder, name), { config: network.config, architecture, values: own });
      await tokenizer.save(join(folder, name), { modelMaxLength: network.config.maxPositionEmbeddings });
    }
    if (disentangled.length > 0) {
      const stored = disentangled.map((name) => [name, asStored(differences[name])] as const);
      await writeSafetensors(join(folder, differencesFile), Object.fromEntries(stored));
    }
  }

  #folders() {
    const { discriminator, generator } = networkArchitectures;
    return [
      { name: 'discriminator', architecture: discriminator, network: this.discriminator },
      { name: 'generator', architecture: this.twoTowers ? TWO_TOWERS : generator, network: this.generator },
      ...(this.languageModel ? [{ name: 'language-model', architecture: generator, network: this.languageModel }] : []),
    ];
  }

  /** Frees every variable. */
  dispose(): void {
    for (const variable of Object.values(this.variables)) variable.dispose();
  }
}

function addValues(a: TensorValue, b: TensorValue): TensorValue {
  // Float32Array rounds each sum as the step itself does.
  return { shape: a.shape, data: Float32Array.from(a.data, (value, i) => value + b.data[i]) };
}

const asStored = ({ shape, data }: TensorValue): StoredTensor => ({ shape, dtype: 'float32', data: data as Float32Array });
