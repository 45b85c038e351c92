/**
 * Runs what the newest call asked for; what an older one finds, or how it fails, is dropped.
 *
 * @param work is told how to ask whether its call is the newest still
 * @param failed hears how the newest call failed
 */
export function newest(work: (isNewest: () => boolean) => Promise<void>, failed: (error: Error) => void): () => void {
  let calls = 0;
  return () => {
    const own = ++calls;
    work(() => own === calls).catch((error: Error) => own === calls && failed(error));
  };
}
