import { discriminatorShapes } from '@electra-ts/discriminator';
import { generatorShapes, twoTowerShapes } from '@electra-ts/generator';
import { isEncoderParameter, type ElectraConfig, type Shapes } from '@electra-ts/nn';
import type { JointConfig } from './resolve-pretraining.js';
import { DISENTANGLED, namesInGenerator, sharedNames } from './sharing.js';

/** Shapes of the generator's parameters that are not the discriminator's too. */
export function ownGeneratorShapes({ generator, discriminator, sharing = 'all', twoTowers }: JointConfig): Shapes {
  const shared = new Set(sharedNames(sharing, discriminator).flatMap((name) => namesInGenerator(name, twoTowers)));
  return withoutNames(twoTowers ? twoTowerShapes(generator) : generatorShapes(generator), (name) => shared.has(name));
}

/** Shapes of a masked-language-model head on the discriminator's encoder. */
export function languageModelHeadShapes(discriminator: ElectraConfig): Shapes {
  return withoutNames(generatorShapes(discriminator), isEncoderParameter);
}

/** Shapes of the differences that `gradient-disentangled` sharing keeps beside the discriminator's sums. */
export function differenceShapes(discriminator: ElectraConfig): Shapes {
  const shapes = discriminatorShapes(discriminator);
  return Object.fromEntries(DISENTANGLED.map((name) => [name, shapes[name]]));
}

/** Shapes of every variable of a joint model, under the names of `JointModel.variables`. */
export function jointShapes(networks: JointConfig): Shapes {
  const under = (network: string, shapes: Shapes): Shapes =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${network}.${name}`, shape]));
  return {
    ...under('discriminator', discriminatorShapes(networks.discriminator)),
    ...under('generator', ownGeneratorShapes(networks)),
    ...(networks.languageModel && under('languageModel', languageModelHeadShapes(networks.discriminator))),
  };
}

/** Those of an object's entries whose names are not left out. */
export function withoutNames<T>(all: Readonly<Record<string, T>>, leaveOut: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !leaveOut(name)));
}
