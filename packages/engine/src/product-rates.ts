import { OpenVinoRuntime } from '@electra-ts/compiler';
import { quickPeak } from './measure-peak.js';
import { type Precision, precisions } from './precision.js';
import { useCpuForVariables } from './use-cpu-for-variables.js';

/** Floating-point operations a second of large matrix products, in units of 10^9. */
export type ProductRates = Readonly<Record<Precision, number>>;

/** Where and with what products are timed. */
interface ProductOptions {
  /** OpenVINO's folder. Default: where it is found by itself. */
  readonly library?: string;
  /** Threads of one operation. Default: what the machine offers. */
  readonly threads?: number;
}

/** Each precision is timed so often, in turn, so that what else the machine does meets both. */
const ROUNDS = 2;

const known = new Map<string, Promise<ProductRates>>();

/**
 * How fast OpenVINO multiplies here in each precision: about a second on two cores, the first time in a process; the same answer afterwards.
 *
 * @throws Error where OpenVINO is not installed, does not start or refuses a product
 */
export function productRates(options: ProductOptions = {}): Promise<ProductRates> {
  const key = JSON.stringify([options.library, options.threads]);
  const rates = known.get(key) ?? timeProducts(options);
  known.set(key, rates);
  return rates;
}

async function timeProducts({ library, threads }: ProductOptions): Promise<ProductRates> {
  await useCpuForVariables();
  const refusals: string[] = [];
  const runtimes: OpenVinoRuntime[] = [];
  const best = { float32: 0, bfloat16: 0 };
  try {
    for (const precision of precisions) runtimes.push(await OpenVinoRuntime.create({ precision, library, threads, onFallback: (refusal) => refusals.push(refusal) }));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, precision] of precisions.entries()) best[precision] = Math.max(best[precision], await quickPeak(runtimes[index] as OpenVinoRuntime));
    }
  } finally {
    for (const runtime of runtimes) await runtime.dispose();
  }
  // Another engine computed it then.
  if (refusals.length > 0) throw new Error(refusals.join(' '));
  return best;
}
