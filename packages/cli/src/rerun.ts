/** Thrown where another process has run the command; there is nothing to say but its exit status. */
export class Rerun extends Error {
  override readonly name = 'Rerun';

  constructor(readonly status: number) {
    super(`the command ran in another process and ended with status ${status}`);
  }
}
