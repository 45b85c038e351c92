import {
  type BackendValues,
  type DataId,
  type DataType,
  KernelBackend,
  Tensor,
  type TensorInfo,
  Variable,
  engine,
} from '@tensorflow/tfjs-core';
import { elementCount } from '../host-tensor.js';
import { labelOf } from './label.js';
import type { Kernel } from './kernel.js';
import { RecordError } from './record-error.js';
import { Recorder } from './recorder.js';
import { openScopes, randomOperationOf } from './scopes.js';
import type { GraphDType, Symbolic } from './symbolic.js';
import { currentUserLocation, describeLocation } from './user-location.js';

/** Name under which tfjs knows the backend. */
export const TRACE_BACKEND = 'electra-trace';

/** A tensor of another backend with at most this many elements becomes a constant of the graph. */
const CAPTURE_LIMIT = 1024;

/** A kernel call as it was recorded, for `check`. */
export interface KernelCall {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Symbolic>>;
  readonly attributes: unknown;
  readonly outputs: readonly Symbolic[];
  readonly location: string;
}

interface Stored {
  readonly symbolic: Symbolic;
  references: number;
}

/**
 * A tfjs backend that computes nothing: its tensors are symbolic, and each kernel writes into the graph of the
 * current recorder.
 */
export class TraceBackend extends KernelBackend {
  /** The recording in progress. */
  private recorder: Recorder | undefined;
  private stored = new WeakMap<DataId, Stored>();
  private refusal: Error | undefined;
  /** Filled where a list is given to `begin`. */
  private calls: KernelCall[] | undefined;

  /** Starts a recording. */
  begin(calls?: KernelCall[]): Recorder {
    this.recorder = new Recorder();
    this.stored = new WeakMap();
    this.refusal = undefined;
    this.calls = calls;
    return this.recorder;
  }

  /** Ends the recording. @throws what was refused while nobody could hear it */
  end(): void {
    this.recorder = undefined;
    this.calls = undefined;
    if (this.refusal !== undefined) throw this.refusal;
  }

  /** Runs a kernel: tensors to symbols, the kernel, symbols to tensors. */
  runKernel(name: string, kernel: Kernel, inputs: object, attributes: unknown): TensorInfo | TensorInfo[] {
    const recorder = this.active();
    const symbols: Record<string, Symbolic> = {};
    for (const [key, tensor] of Object.entries(inputs) as [string, TensorInfo | null | undefined][]) {
      if (tensor !== null && tensor !== undefined) symbols[key] = this.symbolicOf(tensor);
    }
    recorder.kernel = name;
    recorder.label = labelOf(recorder.graph, openScopes(), Object.values(symbols));
    const result = this.record(kernel, recorder, symbols, attributes);
    const outputs = Array.isArray(result) ? result : [result];
    this.calls?.push({
      kernel: name,
      inputs: symbols,
      attributes,
      outputs,
      location: describeLocation(currentUserLocation()),
    });
    const infos = outputs.map((symbolic) => this.infoOf(symbolic));
    return Array.isArray(result) ? infos : (infos[0] as TensorInfo);
  }

  /** What a kernel refuses, with the user's line. */
  private record(kernel: Kernel, recorder: Recorder, symbols: Readonly<Record<string, Symbolic>>, attributes: unknown): Symbolic | Symbolic[] {
    try {
      return kernel(recorder, symbols, attributes ?? {});
    } catch (error) {
      throw new RecordError(`The step${this.where()} cannot be compiled. ${(error as Error).message}`, { cause: error });
    }
  }

  /** A tfjs tensor that stands for `symbolic`. */
  tensorOf(symbolic: Symbolic): Tensor {
    return engine().makeTensorFromTensorInfo(this.infoOf(symbolic), this);
  }

  /** What is known about a tensor used in the recording. */
  symbolicOf(tensor: TensorInfo): Symbolic {
    const stored = this.stored.get(tensor.dataId);
    return stored === undefined ? this.capture(tensor) : stored.symbolic;
  }

  /** True when `dataId` is symbolic. */
  owns(dataId: DataId): boolean {
    return this.stored.has(dataId);
  }

  /** A tensor made from numbers while recording is a constant. */
  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    const random = randomOperationOf(openScopes());
    if (random !== undefined) {
      throw new RecordError(
        `tf.${random}${this.where()} draws its numbers in JavaScript, so that every run of the recorded step would ` +
          'repeat them. Use the random source that the step receives (random.keepMask, random.uniform), or pass the ' +
          'numbers as an input.',
      );
    }
    const symbolic = this.active().constant(numbersOf(values, dtype), shape, graphDType(dtype));
    return this.store({ ...symbolic, origin: 'a constant' });
  }

  override move(dataId: DataId, values: BackendValues, shape: number[], dtype: DataType, references: number): void {
    const symbolic = this.active().constant(numbersOf(values, dtype), shape, graphDType(dtype));
    this.stored.set(dataId, { symbolic, references });
  }

  override readSync(dataId: DataId): BackendValues {
    throw this.refuseRead(dataId);
  }

  override read(dataId: DataId): Promise<BackendValues> {
    // The caller is a promise that nobody awaits yet: the refusal is thrown when the step has returned.
    this.refusal ??= this.refuseRead(dataId);
    return new Promise(() => undefined);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const stored = this.stored.get(dataId);
    if (stored === undefined) return true;
    stored.references -= 1;
    if (stored.references > 0 && !force) return false;
    this.stored.delete(dataId);
    return true;
  }

  override incRef(dataId: DataId): void {
    const stored = this.stored.get(dataId);
    if (stored !== undefined) stored.references += 1;
  }

  override refCount(dataId: DataId): number {
    return this.stored.get(dataId)?.references ?? 0;
  }

  override numDataIds(): number {
    return 0;
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: true, reasons: ['symbolic tensors hold no data'] };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.recorder = undefined;
  }

  private active(): Recorder {
    if (this.recorder === undefined) {
      throw new Error(
        `The tfjs backend '${TRACE_BACKEND}' only records: it works inside compile and the runtimes. Choose another ` +
          'backend with tf.setBackend.',
      );
    }
    return this.recorder;
  }

  private infoOf(symbolic: Symbolic): TensorInfo {
    return { dataId: this.store(symbolic), shape: [...symbolic.shape], dtype: symbolic.dtype as DataType };
  }

  private store(symbolic: Symbolic): DataId {
    const dataId = {};
    this.stored.set(dataId, { symbolic, references: 1 });
    return dataId;
  }

  /** A tensor of another backend. It is read, not moved: tfjs would take it away from there. */
  private capture(tensor: TensorInfo): Symbolic {
    if (tensor instanceof Variable) {
      throw new RecordError(
        `The step${this.where()} uses the variable '${tensor.name}' of shape [${tensor.shape}], which is not among ` +
          'its variables, so that its value would be frozen. Name it in the `variables` of the step.',
      );
    }
    if (!engine().state.tensorInfo.has(tensor.dataId)) {
      throw new RecordError(
        `The step${this.where()} uses a tensor of shape [${tensor.shape}] that is no more: it was disposed, or the step kept it from an earlier call. A step is called several times ` +
          'while it is recorded, and each makes its own tensors. One that a gradient needs is saved by tf.customGrad\'s `save`.',
      );
    }
    if (elementCount(tensor.shape) > CAPTURE_LIMIT) {
      throw new RecordError(
        `The step${this.where()} uses a ${tensor.dtype} tensor of shape [${tensor.shape}] made outside of it. Up to ` +
          `${CAPTURE_LIMIT} elements become a constant; pass a larger one as an input or a variable of the step.`,
      );
    }
    const values = numbersOf(engine().readSync(tensor.dataId), tensor.dtype);
    return this.active().constant(values.slice(), tensor.shape, graphDType(tensor.dtype));
  }

  private refuseRead(dataId: DataId): RecordError {
    const symbolic = this.stored.get(dataId)?.symbolic;
    const what =
      symbolic === undefined ? 'a tensor' : `a tensor of shape [${symbolic.shape}] made by ${symbolic.origin}`;
    return new RecordError(
      `The step${this.where()} reads the value of ${what}. While a step is recorded there are no values: it may not ` +
        'call dataSync, arraySync, data, array or print, nor a compiled function, nor branch on them. Return the tensor as a result instead, and call what a compiled function was made of.',
    );
  }

  private where(): string {
    return describeLocation(currentUserLocation());
  }
}

function numbersOf(values: BackendValues, dtype: DataType): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'string' || dtype === 'complex64') {
    throw new RecordError(`A tensor of dtype ${dtype} cannot be recorded; expected float32, int32 or bool.`);
  }
  if (values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array) {
    return values as Float32Array | Int32Array | Uint8Array;
  }
  const numbers = Array.from(values as Iterable<unknown>, Number);
  if (dtype === 'bool') return Uint8Array.from(numbers);
  return dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
}

function graphDType(dtype: DataType): GraphDType {
  return dtype as GraphDType;
}
