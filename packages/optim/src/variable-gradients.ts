import '@electra-ts/ops';
import { clone, dispose, keep, type Scalar, Tensor, type Variable, variableGrads } from '@tensorflow/tfjs-core';

/** What a forward pass may return beside its loss, e.g. the parts of the loss, for reporting. */
export type ForwardResults = Readonly<Record<string, Tensor>>;

// A type and not an interface, because only types may be returned from `tidy`.
/** Value and gradients of a loss. All tensors belong to the caller, or to the `tidy` around. */
export type LossGradients<Results extends ForwardResults> = {
  readonly value: Scalar;
  /** Gradients under the names that the variables were given in, each in its variable's shape. */
  readonly gradients: Record<string, Tensor>;
  /** What the forward pass returned beside the loss. */
  readonly results: Results;
};

/**
 * Gradients of a loss with respect to named variables, by tfjs' own automatic differentiation. Reads no value, so that
 * it works eagerly and while a step is being recorded.
 *
 * @param f the forward pass; returns the loss, [], or the loss and more tensors as `{loss, results}`
 * @param variables trainable variables; the names need not be those of tfjs
 * @throws Error when the loss does not depend on one of them, one is not trainable, or one comes under two names
 */
export function variableGradients<Results extends ForwardResults = Record<never, never>>(
  f: () => Scalar | { readonly loss: Scalar; readonly results: Results },
  variables: Readonly<Record<string, Variable>>,
): LossGradients<Results> {
  checkVariables(variables);
  // variableGrads runs f in a scope of its own and disposes all that f made but the loss.
  const kept: Record<string, Tensor> = {};
  try {
    const { value, grads } = variableGrads(() => {
      const returned = f();
      if (returned instanceof Tensor) {
        return returned;
      }
      for (const [name, result] of Object.entries(returned.results)) {
        kept[name] = keep(clone(result));
      }
      return returned.loss;
    }, Object.values(variables));
    const gradients = Object.entries(variables).map(([name, { name: tfjsName }]) => [name, grads[tfjsName]] as const);
    checkConnected(gradients);
    // Copies (of the tensor, not of its numbers) that the scope around us may dispose: a kept tensor never is.
    const results = Object.fromEntries(Object.entries(kept).map(([name, result]) => [name, clone(result)]));
    return { value, gradients: Object.fromEntries(gradients), results: results as unknown as Results };
  } finally {
    dispose(kept);
  }
}

function checkVariables(variables: Readonly<Record<string, Variable>>): void {
  const names = new Map<Variable, string>();
  for (const [name, variable] of Object.entries(variables)) {
    const other = names.get(variable);
    if (other !== undefined) {
      throw new Error(`variableGradients: expected each variable once, received one as "${other}" and as "${name}"`);
    }
    if (!variable.trainable) {
      throw new Error(`variableGradients: expected trainable variables, received "${name}", which is not`);
    }
    names.set(variable, name);
  }
}

function checkConnected(gradients: readonly (readonly [string, Tensor | undefined])[]): void {
  const unused = gradients.filter(([, gradient]) => gradient === undefined).map(([name]) => `"${name}"`);
  if (unused.length > 0) {
    throw new Error(
      'variableGradients: expected a loss that depends on every variable, ' +
        `received one that does not on ${unused.join(', ')}`,
    );
  }
}
