/** A step cannot be recorded. The message says what was met, where in the user's code, and what to do. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}
