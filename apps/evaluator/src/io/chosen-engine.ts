import type { EngineChoice } from '@electra-ts/engine';

/**
 * What the flags say about the engine, with the signal that ends the command. To who asks for a precision, standard error says which engine and precision run: a
 * processor without bfloat16 computes in float32. Once, however many models one command opens.
 */
export function chosenEngine(
  { engine, precision, threads, signal }: EngineChoice,
  say = (line: string): unknown => process.stderr.write(`${line}\n`),
): EngineChoice {
  const said = new Set<string>();
  const onStart = (description: string): void => {
    if (precision === undefined || said.has(description)) return;
    said.add(description);
    say(description);
  };
  return { engine, precision, threads, signal, onStart };
}
