import type { PreparedStep } from '@electra-ts/compiler';
import { pause } from '@electra-ts/config';
import type { KindContext, PieceOutputs, TaskKind, TaskPiece } from './kinds/task-kind.js';
import type { BatchPlan } from './task-batches.js';

/** What there is to read, and how. */
export interface PiecesToAnswer {
  readonly kind: TaskKind;
  readonly context: KindContext;
  /** A prepared `inferenceStep` of the kind. */
  readonly step: PreparedStep;
  readonly pieces: readonly TaskPiece[];
  /** Each piece once; rows are places in `pieces`. */
  readonly batches: readonly BatchPlan[];
  /** Ends it between two batches. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a network over pieces and keeps of each what its kind needs.
 *
 * @param hear is told each piece's outputs
 * @returns the parts of each example's pieces, by the example's place
 * @throws the reason of `signal`
 */
export async function answerPieces(
  { kind, context, step, pieces, batches, signal }: PiecesToAnswer,
  examples: number,
  hear: (outputs: PieceOutputs, piece: TaskPiece) => void = () => undefined,
): Promise<unknown[][]> {
  const found = new Array<unknown>(pieces.length);
  for (const { rows, shape } of batches) {
    if (signal) await pause(signal);
    const outputs = await step.run(kind.inputs(rows.map((row) => pieces[row]), shape, context.tokenizer.specialTokens.pad));
    rows.forEach((row, b) => {
      const own = Object.fromEntries(
        Object.entries(outputs).map(([name, { shape: [count], data }]) => {
          const size = data.length / count;
          return [name, (data as Float32Array).subarray(b * size, (b + 1) * size)];
        }),
      );
      found[row] = kind.part(own, pieces[row], context);
      hear(own, pieces[row]);
    });
  }
  const parts: unknown[][] = Array.from({ length: examples }, () => []);
  pieces.forEach(({ owner }, piece) => parts[owner].push(found[piece]));
  return parts;
}
