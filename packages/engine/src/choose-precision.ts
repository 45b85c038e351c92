import type { EngineChoice } from './engine-choice.js';
import type { EngineReport } from './engine-report.js';
import { hardware } from './hardware.js';
import { inspectEngine } from './inspect-engines.js';
import type { Precision } from './precision.js';
import { productRates, type ProductRates } from './product-rates.js';

/** What is asked of the machine before a precision is chosen. */
export interface PrecisionSurroundings {
  /** Looks whether OpenVINO is there; called only where that matters. */
  readonly openVino: () => Promise<EngineReport>;
  /** Whether the processor multiplies bfloat16 natively; undefined where that is not known. */
  readonly bfloat16: boolean | undefined;
  /** Measures how fast OpenVINO multiplies; called only where nothing else speaks against bfloat16. */
  readonly rates: () => Promise<ProductRates>;
}

/**
 * How many times as fast as in float32 products have to be to be worth their rounding. Processors are far from it on either side: 2.1 on an AMD EPYC (Zen 4), 0.6 on an
 * Intel Xeon that has AVX512_BF16 without AMX (docs/benchmarks.md), so that little hangs on what else a machine does meanwhile.
 */
const WORTHWHILE = 1.2;

/** A precision, and why it is this one where it is not simply the one that was asked for. */
export interface ChosenPrecision {
  readonly precision: Precision;
  /** Such as 'since this processor has no bfloat16'. */
  readonly reason?: string;
}

/**
 * What `options.precision` comes to on this machine. bfloat16 without native products is slower than float32 and no more
 * exact, so a processor that lacks them computes in float32. 'auto' takes bfloat16 only where everything it needs is known to be there, and where products are measured
 * to be at least 1.2 times as fast in it, which takes about a second, once in a process: not all processors that have its instructions gain by them.
 *
 * @param options what the user asked for, and OpenVINO's folder where it is not found by itself
 * @param surroundings what is known of them already; this machine is asked for the rest
 * @returns the precision; why, unless it is simply what was asked for
 */
export async function choosePrecision(
  { engine = 'auto', precision = 'float32', library, threads }: EngineChoice & { readonly library?: string },
  surroundings: Partial<PrecisionSurroundings> = {},
): Promise<ChosenPrecision> {
  const { openVino, bfloat16, rates }: PrecisionSurroundings = {
    openVino: () => inspectEngine('openvino', { library }),
    bfloat16: hardware().bfloat16,
    rates: () => productRates({ library, threads }),
    ...surroundings,
  };
  if (precision === 'float32') return { precision };
  const exact = (reason: string): ChosenPrecision => ({ precision: 'float32', reason });
  if (bfloat16 === false) return exact('since this processor has no bfloat16');
  if (precision === 'bfloat16') return { precision };
  if (bfloat16 === undefined) return exact('since it is not known here whether the processor has bfloat16');
  if (engine !== 'auto' && engine !== 'openvino') return exact(`since the engine ${engine} has no bfloat16`);
  const { available, detail } = await openVino();
  if (!available) return exact(`since bfloat16 needs OpenVINO: ${detail}`);
  try {
    const { float32, bfloat16: narrow } = await rates();
    const times = `products are ${(narrow / float32).toFixed(1)} times as fast in bfloat16 as in float32 here`;
    return narrow >= WORTHWHILE * float32 ? { precision: 'bfloat16', reason: `since ${times}` } : exact(`since ${times}`);
  } catch (error) {
    return exact(`since products in bfloat16 could not be timed: ${error instanceof Error ? error.message : error}`);
  }
}
