/** The flags of a command that say what computes. */
export interface EngineFlags {
  readonly engine?: string;
  readonly threads?: number;
  readonly precision?: string;
}

/** The settings of a configuration that the flags stand for, as `--set` takes them. */
export function engineSettings({ engine, threads, precision }: EngineFlags): string[] {
  return Object.entries({ name: engine, threads, precision })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `engine.${key}=${value}`);
}
