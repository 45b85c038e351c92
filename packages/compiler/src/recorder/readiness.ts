import type { GraphNode } from './graph.js';

interface Moment {
  /** Position of the last forward node that a value needs. */
  readonly forward: number;
  /** Position of the last node of another phase that it needs. */
  readonly phase: number;
}

const START: Moment = { forward: -1, phase: -1 };

/**
 * When values become available, in an execution that does nothing before it must: by the last forward node that they
 * need (the gradients of a network whose loss is known early come before those of one that follows), then by the last
 * node of another phase (what an update makes of a gradient is ready when the backward part has made that gradient).
 */
export class Readiness {
  private readonly moments = new Map<string, Moment>();
  private readonly makers = new Map<string, { readonly phase: string; readonly position: number }>();
  private count = 0;

  /** Takes note of a node; the makers of its inputs have to be known already. */
  add(node: GraphNode): void {
    const phase = phaseOf(node);
    const position = this.count++;
    let moment = phase === 'forward' ? { forward: position, phase: -1 } : START;
    for (const input of node.inputs) {
      const maker = this.makers.get(input);
      if (maker === undefined) continue;
      const own = this.momentOf(input);
      const ready = maker.phase === phase ? own.phase : maker.position;
      moment = { forward: Math.max(moment.forward, own.forward), phase: Math.max(moment.phase, ready) };
    }
    for (const output of node.outputs) {
      this.moments.set(output, moment);
      this.makers.set(output, { phase, position });
    }
  }

  /** Negative when `a` is available before `b`; values that wait for nothing come first. */
  compare(a: string | undefined, b: string | undefined): number {
    const [first, second] = [this.momentOf(a), this.momentOf(b)];
    return first.forward - second.forward || first.phase - second.phase;
  }

  private momentOf(value: string | undefined): Moment {
    return (value === undefined ? undefined : this.moments.get(value)) ?? START;
  }
}

/** The first part of a node's label: 'forward' of 'forward/layer.0/Gemm_1'. */
function phaseOf({ name }: GraphNode): string {
  return name.slice(0, Math.max(0, name.indexOf('/')));
}
