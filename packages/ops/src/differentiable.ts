import { customGrad, type Tensor } from '@tensorflow/tfjs-core';

type SaveTensors = (tensors: Tensor[]) => void;

/** Result of a forward pass and the tensors that its backward pass needs. */
export interface Forward<Output extends Tensor, Saved extends readonly Tensor[]> {
  readonly value: Output;
  readonly saved: Saved;
}

/**
 * An operation with a gradient of its own: tfjs' `customGrad`, with types.
 *
 * `forward` must list in `saved` every tensor that `backward` reads, inputs included: others may be disposed by the
 * time the backward pass runs.
 *
 * @param inputs The tensors to differentiate by.
 * @param forward Computes the value; operations inside are not differentiated.
 * @param backward Gradients by each input, in order, from the gradient by the value.
 */
export function differentiable<
  const Inputs extends readonly Tensor[],
  Output extends Tensor,
  const Saved extends readonly Tensor[],
>(
  inputs: Inputs,
  forward: (...inputs: Inputs) => Forward<Output, Saved>,
  backward: (dy: Output, saved: Saved) => { readonly [Index in keyof Inputs]: Tensor },
): Output {
  const operation = customGrad<Output>((...args) => {
    // customGrad appends the function that saves to the inputs.
    const save = args.at(-1) as SaveTensors;
    const { value, saved } = forward(...(args.slice(0, -1) as unknown as Inputs));
    save([...saved]);
    return { value, gradFunc: (dy, kept) => [...backward(dy, kept as unknown as Saved)] as Tensor[] };
  });
  return operation(...inputs);
}
