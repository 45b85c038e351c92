import { Variable, engine, type Tensor } from '@tensorflow/tfjs-core';
import { NEXT_STATE_PREFIX, STATE_PREFIX } from './label.js';
import { RecordError } from './record-error.js';
import type { Recorder } from './recorder.js';
import type { TraceBackend } from './trace-backend.js';
import { currentUserLocation, describeLocation } from './user-location.js';

/** A variable of a step, and the graph values that carry its value before and after. */
export interface VariableUse {
  readonly name: string;
  readonly variable: Variable;
  readonly input: string;
  /** Undefined when the step does not assign the variable. */
  readonly output: string | undefined;
}

/**
 * Runs `action` while each variable stands for an input of the graph, and makes outputs of what is assigned meanwhile.
 * The variables have their own values again afterwards, also when `action` throws.
 *
 * @throws RecordError when a variable has two names, is assigned twice, is not one of `variables`, or is disposed
 */
export function withSymbolicVariables(
  backend: TraceBackend,
  recorder: Recorder,
  variables: Readonly<Record<string, Variable>>,
  action: () => void,
): VariableUse[] {
  const entries = Object.entries(variables);
  const owned = new Map(entries.map(([name, variable]) => [variable, { name, dataId: variable.dataId }]));
  const twice = entries.find(([name, variable]) => owned.get(variable)?.name !== name);
  if (twice !== undefined) refuse(`has one variable under two names, '${twice[0]}' and '${owned.get(twice[1])?.name}'`);
  for (const [name, variable] of entries) if (!(variable instanceof Variable)) refuse(`has '${name}' among its variables, which is ${variable === null || typeof variable !== 'object' ? typeof variable : 'a tensor'}; expected a tf.Variable`);
  const assigned = new Set<Variable>();
  const { assign, dispose } = Variable.prototype;
  for (const [name, variable] of entries) {
    const { shape, dtype } = variable;
    const symbol = recorder.input(STATE_PREFIX + name, { shape, dtype: dtype as 'float32' });
    const tensor = backend.tensorOf(symbol);
    variable.dataId = tensor.dataId;
    engine().incRef(variable, backend);
  }
  Variable.prototype.assign = function assignSymbolically(this: Variable, value: Tensor): void {
    const name = owned.get(this)?.name;
    if (name === undefined) refuse(`assigns the variable '${this.name}', which is not among its variables`);
    if (assigned.has(this)) refuse(`assigns the variable '${name}' twice`);
    assigned.add(this);
    assign.call(this, value);
  };
  // Refused while it happens: afterwards the value could not be given back.
  Variable.prototype.dispose = function refuseToDispose(this: Variable): void {
    const name = owned.get(this)?.name;
    if (name !== undefined) refuse(`disposes its variable '${name}'; inputs and variables belong to the caller`);
    dispose.call(this);
  };
  try {
    action();
    return entries.map(([name, variable]) => {
      const input = STATE_PREFIX + name;
      if (!assigned.has(variable)) return { name, variable, input, output: undefined };
      const output = NEXT_STATE_PREFIX + name;
      recorder.graph.addOutput(output, recorder.nameOf(backend.symbolicOf(variable)));
      return { name, variable, input, output };
    });
  } finally {
    Object.assign(Variable.prototype, { assign, dispose });
    for (const [variable, { dataId }] of owned) {
      engine().disposeTensor(variable);
      variable.dataId = dataId;
    }
  }
}

function refuse(what: string): never {
  throw new RecordError(`The step${describeLocation(currentUserLocation())} ${what}.`);
}
