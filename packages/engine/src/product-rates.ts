import { OpenVinoRuntime } from '@electra-ts/compiler';
import { quickPeak } from './measure-peak.js';
import type { Precision } from './precision.js';
import { useCpuForVariables } from './use-cpu-for-variables.js';

/** Floating-point operations a second of large matrix products, in units of 10^9. */
export type ProductRates = Readonly<Record<Precision, number>>;

/**
 * How fast OpenVINO multiplies here in each precision: about a second on two cores.
 *
 * @param options.library OpenVINO's folder, where it is not found by itself
 * @param options.threads of one operation; default: what the machine offers
 * @throws Error where OpenVINO is not installed, does not start or refuses a product
 */
export async function productRates({ library, threads }: { readonly library?: string; readonly threads?: number } = {}): Promise<ProductRates> {
  await useCpuForVariables();
  const rateIn = async (precision: Precision) => {
    const refusals: string[] = [];
    const chosen = { ...(library === undefined ? {} : { library }), ...(threads === undefined ? {} : { threads }) };
    const runtime = await OpenVinoRuntime.create({ precision, ...chosen, onFallback: (refusal) => refusals.push(refusal) });
    try {
      const rate = await quickPeak(runtime);
      // Another engine computed it then.
      if (refusals.length > 0) throw new Error(refusals.join(' '));
      return rate;
    } finally {
      await runtime.dispose();
    }
  };
  // One after the other: each is to have all cores.
  return { float32: await rateIn('float32'), bfloat16: await rateIn('bfloat16') };
}
