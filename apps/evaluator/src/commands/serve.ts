import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Interrupted, onSignals, userPath } from '@electra-ts/cli';
import { packageVersion, UserError } from '@electra-ts/config';
import type { EngineChoice } from '@electra-ts/engine';
import { chosenEngine } from '../io/chosen-engine.js';
import { defaultLimits } from '../serve/limits.js';
import { pageAssets } from '../serve/page/assets.js';
import { isLocal, serveModel } from '../serve/serve-model.js';
import { openModel } from '../serve/served-model.js';

/** Milliseconds that requests in progress have after a signal. */
const GRACE = 3000;

/** Milliseconds after that in which those that are still not answered are told so. */
const FAREWELL = 500;

/** What the user typed. */
export interface ServeCommandOptions extends EngineChoice {
  readonly model: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly json: boolean;
}

/** `electra-evaluator serve`: the page for trying a model, and the same over HTTP, until a signal ends it. */
export async function serve(options: ServeCommandOptions): Promise<never> {
  const { model: path, host, port, json } = options;
  const stop = new AbortController();
  const watch = onSignals(stop);
  const ending = new AbortController();
  const model = await openModel(userPath(path), chosenEngine(options));
  try {
    const version = packageVersion(import.meta.url);
    const warn = (message: string) => void process.stderr.write(`${message}\n`);
    const server = serveModel({ model, assets: await pageAssets(new URL('../serve/page/', import.meta.url)), limits: defaultLimits, version, warn, ending: ending.signal });
    server.listen(port, host);
    await once(server, 'listening').catch((error: Error) => {
      throw cannotListen(error, host, port);
    });
    const { address, family, port: actual } = server.address() as AddressInfo;
    const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}/`;
    process.stdout.write(json ? `${JSON.stringify({ url, model: model.name })}\n` : `${model.name}: ${url} (Ctrl-C ends it)\n`);
    if (!isLocal(server)) warn(`Everyone who can reach ${host} can use the model: there is no password.`);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
    server.close();
    server.closeIdleConnections();
    // Who has asked already is answered, within reason.
    const closed = once(server, 'close');
    await Promise.race([closed, setTimeout(GRACE, undefined, { ref: false })]);
    ending.abort();
    await Promise.race([closed, setTimeout(FAREWELL, undefined, { ref: false })]);
    server.closeAllConnections();
  } finally {
    watch.stop();
    await model.close();
  }
  throw new Interrupted(watch.exitStatus() ?? 130, 'Stopped.');
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): UserError {
  return new UserError(
    {
      what: `${host}, port ${port} cannot be listened at`,
      expected: 'a name or number of this machine, and a free port',
      received: error.message,
      remedy: error.code === 'EADDRINUSE' ? 'Choose another --port; 0 takes any that is free.' : undefined,
    },
    { cause: error },
  );
}
