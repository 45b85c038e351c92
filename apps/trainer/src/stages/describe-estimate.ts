import type { PretrainingEstimate } from '@electra-ts/pretraining';
import { formatDuration } from '@electra-ts/config';
import type { DiskRoom } from '@electra-ts/training';
import { formatQuantity } from '@electra-ts/report';

/**
 * What a run would be and cost, in lines for a person.
 *
 * @param room of the disk that the run would be on, where that is known
 */
export function describeEstimate({ record, stateBytes, checkpointBytes, probe }: PretrainingEstimate, room?: DiskRoom): string[] {
  const { configuration, parameters, networks, tokensPerStep, flopsPerStep } = record;
  const { steps } = configuration.training;
  const size = ({ numHiddenLayers, hiddenSize }: (typeof networks)['discriminator']) => `${numHiddenLayers} layers of width ${hiddenSize}`;
  return [
    JSON.stringify(configuration, null, 2),
    record.engine,
    `discriminator: ${parameters.discriminator.toLocaleString('en')} parameters, ${size(networks.discriminator)}`,
    `with the generator, ${size(networks.generator)}: ${parameters.joint.toLocaleString('en')} parameters`,
    `steps: ${steps.toLocaleString('en')} of ${formatQuantity(tokensPerStep, 'tokens')} and ${formatQuantity(flopsPerStep, 'FLOP')}, ` +
      `${formatQuantity(steps * tokensPerStep, 'tokens')} and ${formatQuantity(steps * flopsPerStep, 'FLOP')} in all`,
    `memory: ${formatQuantity(stateBytes, 'bytes')} of parameters, moments and gradients, and what a step computes on the way`,
    `disk: ${formatQuantity(checkpointBytes, 'bytes')} a checkpoint, of which ${configuration.checkpoint.keep} are kept`,
    ...(room === undefined
      ? []
      : [`free there: ${formatQuantity(room.freeBytes, 'bytes')}, ${room.freeBytes < room.neededBytes ? 'TOO FEW: ' : ''}${formatQuantity(room.neededBytes, 'bytes')} are needed, one checkpoint more while it is written`]),
    ...(probe === undefined
      ? []
      : [
          `probe of ${probe.steps} steps: ${probe.secondsPerStep.toPrecision(3)} s a step, ` +
            `${formatQuantity(tokensPerStep / probe.secondsPerStep, 'tokens/s')}, ${formatQuantity(flopsPerStep / probe.secondsPerStep, 'FLOP/s')}, ` +
            `${probe.secondsPerEvaluation.toPrecision(3)} s an evaluation, at most ${formatQuantity(probe.peakBytes, 'bytes')} of memory`,
          `expected time: ${formatDuration(probe.expectedSeconds)}`,
        ]),
    'All checks passed; nothing was written.',
  ];
}
