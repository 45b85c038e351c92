/** What a decoder said, and how far it was. */
export class DecompressionError extends Error {
  /** @param place as `ExpansionLimit` has it */
  constructor(
    readonly place: string,
    override readonly cause: NodeJS.ErrnoException,
  ) {
    super(`${cause.message}, ${place}`, { cause });
  }
}
