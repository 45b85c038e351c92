import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { FusedKernelName, FusedKernelSignatures } from './fused-kernels.js';

type Signatures = FusedKernelSignatures<Tensor>;

/**
 * Runs a fused kernel where the active backend has it, else the composite that computes the same by ordinary tfjs
 * operations.
 *
 * Neither records a gradient of its own: call it inside `differentiable`.
 */
export function runFusedKernel<Name extends FusedKernelName>(
  name: Name,
  inputs: Signatures[Name]['inputs'],
  attrs: Signatures[Name]['attrs'],
  composite: (inputs: Signatures[Name]['inputs'], attrs: Signatures[Name]['attrs']) => Signatures[Name]['outputs'],
): Signatures[Name]['outputs'] {
  if (getKernel(name, getBackend()) === undefined) {
    return composite(inputs, attrs);
  }
  const namedInputs: NamedTensorMap = { ...inputs };
  const namedAttrs: NamedAttrMap = { ...attrs };
  return engine().runKernel<Tensor | Tensor[]>(name, namedInputs, namedAttrs) as Signatures[Name]['outputs'];
}
