/* The worker thread of OnnxRuntime and OpenVinoRuntime: sessions and the values of variables live here, because a run blocks its thread. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { chooseProviders } from './choose-providers.js';
import { GraphSession } from './graph-session.js';
import { isRefused } from './explain-run-error.js';
import { loadOnnxruntime } from './load-onnxruntime.js';
import type { AnswerMessage, CloseMessage, GraphDescription, LoadedSession, RequestMessage, SessionSettings } from './messages.js';
import { loadOpenVino, type OpenVinoLibrary } from './openvino/openvino-library.js';
import { OpenVinoSession } from './openvino/openvino-session.js';
import { askForReplacement } from './replacement.js';
import type { Session } from './session.js';
import { StateStore } from './state-store.js';

const port = parentPort;
if (port === null) throw new Error('session-worker runs as a worker thread, not by itself.');

const state = new StateStore();
const sessions = new Map<string, Session>();
const openVino = new Map<string, Promise<OpenVinoLibrary>>();

/** The library of a folder, loaded once. */
function openVinoOf(folder: string): Promise<OpenVinoLibrary> {
  const loaded = openVino.get(folder) ?? loadOpenVino(folder);
  openVino.set(folder, loaded);
  return loaded;
}

/** A session, and the engine that it is of. */
interface Created {
  readonly session: Session;
  readonly engine: SessionSettings['engine'];
}

async function createSession(description: GraphDescription, settings: SessionSettings): Promise<Created> {
  const { engine } = settings;
  if (engine === 'onnxruntime') return { session: await GraphSession.create(await loadOnnxruntime(), description, settings, state), engine };
  return { session: OpenVinoSession.create(await openVinoOf(settings.library), description, settings, state), engine };
}

/** @throws the refusal where nothing takes the graph's place, with what was tried */
async function createInstead(refusal: unknown, otherwise: MessagePort | undefined): Promise<Created> {
  const reason = refusal instanceof Error ? refusal.message : String(refusal);
  if (otherwise === undefined || !isRefused(reason)) throw refusal;
  try {
    const { description, settings } = await askForReplacement(otherwise, reason);
    return await createSession(description, settings);
  } catch (error) {
    throw new Error(`${reason}. Another engine was tried instead, and failed too: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

async function answer(message: RequestMessage): Promise<unknown> {
  switch (message.kind) {
    case 'start':
      return chooseProviders(await loadOnnxruntime());
    case 'startOpenVino':
      return (await openVinoOf(message.body.library)).version;
    case 'load': {
      const { graph, description, settings, otherwise } = message.body;
      const { session: loaded, engine } = await createSession(description, settings).catch((error: unknown) => createInstead(error, otherwise));
      sessions.set(graph, loaded);
      return { engine, ...(loaded.fromCache !== undefined && { fromCache: loaded.fromCache }) } satisfies LoadedSession;
    }
    case 'run': {
      const { graph, feeds, seed, step } = message.body;
      return session(graph).run(feeds, seed, step);
    }
    case 'unload': {
      const unloaded = session(message.body.graph);
      sessions.delete(message.body.graph);
      return unloaded.dispose();
    }
    case 'read':
      return message.body.keys.map((key, index) => state.read(key, message.body.spent?.[index]));
    case 'write':
      for (const [key, value] of Object.entries(message.body.values)) state.write(key, value);
      return undefined;
  }
}

function session(graph: string): Session {
  const found = sessions.get(graph);
  if (found === undefined) throw new Error(`there is no loaded graph '${graph}'.`);
  return found;
}

/** Buffers that may move instead of being copied: answers are always fresh copies. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value)
    .map((tensor: { data?: { buffer?: unknown } }) => tensor?.data?.buffer)
    .filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
}

// One after the other: a request may rely on what earlier ones have done.
let previous: Promise<void> = Promise.resolve();
port.on('message', (message: RequestMessage | CloseMessage) => {
  if (message.kind === 'close') process.exit(0);
  previous = previous.then(async () => {
    try {
      const value = await answer(message);
      port.postMessage({ id: message.id, at: process.hrtime.bigint(), value } satisfies AnswerMessage, buffersOf(value));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      port.postMessage({ id: message.id, at: process.hrtime.bigint(), error: reason } satisfies AnswerMessage);
    }
  });
});
