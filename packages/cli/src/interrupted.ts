/** Thrown by a command that was stopped by a signal and has saved its work. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  /**
   * @param status 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP: 128 plus the signal's number, as shells report it
   * @param message what was saved, and the command that goes on
   */
  constructor(
    readonly status: 129 | 130 | 143,
    message: string,
  ) {
    super(message);
  }
}
