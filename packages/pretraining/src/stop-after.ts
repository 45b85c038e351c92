/** Timers count no further, in milliseconds: 24.8 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Calls `stop` once `seconds` have passed, any number above 0 of them, unless the function that is returned is called before.
 * The process may end meanwhile: nothing is kept alive.
 */
export function stopAfter(seconds: number, stop: () => void): () => void {
  const end = performance.now() + seconds * 1000;
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    const left = end - performance.now();
    if (left <= 0) stop();
    else timer = setTimeout(wait, Math.min(left, LONGEST_TIMER)).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
