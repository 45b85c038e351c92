import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A hub on loopback with one model, and what it was asked. */
export interface HubServer {
  readonly url: string;
  /** Method and path of each request, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** A file as a hub lists it; see `HubFile`. */
export interface ListedFile {
  readonly path: string;
  readonly size: number;
  readonly oid?: string;
  readonly lfs?: { readonly oid: string; readonly size: number; readonly pointerSize: number };
}

/**
 * Serves the three addresses that a download needs: which commit a revision is, the list of files, and the files.
 *
 * @param files contents by path; `listed` may name others or other sizes
 */
export async function hubServer(
  name: string,
  commit: string,
  files: Readonly<Record<string, Buffer>>,
  listed: readonly ListedFile[] = Object.entries(files).map(([path, content]) => {
    return { path, size: content.length };
  }),
): Promise<HubServer> {
  const requests: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url ?? '', 'http://hub').pathname;
    requests.push(`${request.method} ${path}`);
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const content = files[path.slice(`/${name}/resolve/${commit}/`.length)];
    if (path === `/api/models/${name}/revision/main`) {
      json({ _id: '1', id: name, sha: commit });
    } else if (path === `/api/models/${name}/tree/${commit}`) {
      json(listed.map((file) => ({ type: 'file', oid: 'x', ...file })));
    } else if (path.startsWith(`/${name}/resolve/${commit}/`) && content !== undefined) {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const part = first === undefined ? content : content.subarray(Number(first), Number(last) + 1);
      const range = `bytes ${first ?? 0}-${last ?? content.length - 1}/${content.length}`;
      response.writeHead(first === undefined ? 200 : 206, { etag: '"x"', 'content-range': range }).end(part);
    } else {
      json({ error: 'Repository not found' }, 404);
    }
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}
