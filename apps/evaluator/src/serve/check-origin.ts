import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { RequestError } from './request-error.js';

/**
 * Whether only this machine can reach a host: by its name, or by one of the addresses that stay inside (RFC 1122 3.2.1.3, RFC 4291 2.5.3),
 * however these are spelled: 127.1 is 127.0.0.1.
 *
 * @param host without a port; an IPv6 address with brackets or without
 */
export function isLoopback(host: string): boolean {
  // The last one is an address of IPv4 as IPv6 has it (RFC 4291 2.5.5.2).
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/.test(inOneSpelling(host));
}

/** A name or address as a URL's standard spells it, IPv6 in brackets; empty for what is neither. */
function inOneSpelling(host: string): string {
  const bare = /^\[(.+)\]$/.exec(host)?.[1] ?? host;
  if (!isIPv6(bare) && !/^[\w.-]+$/.test(bare)) return '';
  try {
    return new URL(`http://${isIPv6(bare) ? `[${bare}]` : bare}`).hostname;
  } catch {
    return '';
  }
}

/**
 * Keeps pages of other sites from using the server behind their reader's back: what a browser sends says where it comes
 * from. Programs send neither header.
 *
 * @param local whether the server is bound to this machine only: then it goes by this machine's names only, so that a
 *   site cannot have its own name point here (DNS rebinding)
 * @throws RequestError 403
 */
export function checkOrigin({ headers, method }: Pick<IncomingMessage, 'headers' | 'method'>, local: boolean): void {
  const { host = '', origin } = headers;
  if (local && !isLoopback(host.replace(/:\d+$/, ''))) {
    throw new RequestError(403, `This server goes by this machine's own names only, localhost or 127.0.0.1, received Host: ${host.slice(0, 80)}.`);
  }
  if (method !== 'POST') return;
  const site = headers['sec-fetch-site'];
  const isForeign = origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
  if (isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    throw new RequestError(403, `Pages of other sites may not post here: expected Origin: http://${host}, received ${(origin ?? `Sec-Fetch-Site: ${String(site)}`).slice(0, 80)}.`);
  }
}
