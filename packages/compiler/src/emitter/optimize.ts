import type { Graph } from '../recorder/graph.js';
import { accumulateScatter } from './passes/accumulate-scatter.js';
import { nameOutputs } from './passes/name-outputs.js';
import { recomputeDropout } from './passes/recompute-dropout.js';
import { removeDeadCode } from './passes/remove-dead-code.js';
import { sumSquares } from './passes/sum-squares.js';

/**
 * Rewrites `graph` in place into what ONNX Runtime computes fastest. Its own optimizer is left off: it needs more time
 * than the recording itself, and finds nothing more to gain.
 */
export function optimize(graph: Graph): void {
  removeDeadCode(graph);
  accumulateScatter(graph);
  sumSquares(graph);
  removeDeadCode(graph);
  recomputeDropout(graph);
  nameOutputs(graph);
}
