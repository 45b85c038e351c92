import { UserError } from '@electra-ts/config';

/** Whether an input is read from the network. */
export function isUrl(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/**
 * The body of an http or https address, as fast as it is asked for. Nothing is fetched before; redirects are followed.
 * A server that says nothing for five minutes is given up, as `fetch` does.
 *
 * @throws {UserError} where the server does not answer, answers with an error, or stops before the end
 */
export async function* httpBytes(url: string): AsyncGenerator<Uint8Array> {
  let response: Response;
  try {
    // Otherwise fetch would decompress, without the limit on what bytes may grow to.
    response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  } catch (cause) {
    throw notFetched(url, 'a server that answers', reasonOf(cause), cause);
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw notFetched(url, 'status 200', `status ${response.status} ${response.statusText}`);
  }
  try {
    yield* response.body as unknown as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw notFetched(url, 'a whole file', reasonOf(cause), cause);
  }
}

/** What fetch says is only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const inner = cause as NodeJS.ErrnoException | undefined;
  return inner?.message || inner?.code || message;
}

function notFetched(url: string, expected: string, received: string, cause?: unknown): UserError {
  const remedy = 'Check the address and the connection, or save it to a file first';
  return new UserError({ what: `Cannot fetch ${url}`, expected, received, remedy }, { cause });
}
