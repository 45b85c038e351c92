/** A request that is refused: what to answer, and with which status. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  /** @param headers to send besides, `Retry-After` say */
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
