import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { GraphDescription, SessionSettings } from './messages.js';

/** A graph in place of one that an engine refused, and what computes it. */
export interface Replacement {
  readonly description: GraphDescription;
  readonly settings: SessionSettings;
}

/** What `Replacement`s travel through, and how it is given back when the graph is loaded. */
export interface ReplacementOffer {
  /** For the worker. */
  readonly port: MessagePort;
  close(): void;
}

/** The side that records graphs: `make` is called with the reason when the worker's engine refuses the one that it got. */
export function offerReplacement(make: (reason: string) => Replacement): ReplacementOffer {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (reason: string) => {
    try {
      const replacement = make(reason);
      port1.postMessage(replacement, [replacement.description.model.buffer as ArrayBuffer]);
    } catch (error) {
      port1.postMessage(error instanceof Error ? error.message : String(error));
    }
  });
  port1.unref(); // the worker keeps the process alive while it owes an answer
  return { port: port2, close: () => port1.close() };
}

/**
 * The worker's side. Whoever waits here handles no other request meanwhile, so that runs stay in the order of their calls.
 *
 * @throws Error with the reason why there is none
 */
export async function askForReplacement(port: MessagePort, reason: string): Promise<Replacement> {
  const answer = await new Promise<Replacement | string>((resolve) => {
    port.once('message', resolve);
    port.postMessage(reason);
  });
  port.close();
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}
