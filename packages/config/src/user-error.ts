/** What a person needs to know about a mistake: the parts of a `UserError`'s paragraph. */
export interface UserErrorParts {
  /** What is wrong, and where: a file, a key, a flag. */
  readonly what: string;
  /** What would have been right. */
  readonly expected?: string;
  /** What was found instead. */
  readonly received?: string;
  /** What to do about it, as a sentence. */
  readonly remedy?: string;
}

/**
 * A mistake in the user's files, configuration, data or flags, or something about the machine that only the user can
 * mend, such as a full disk. Its message is one paragraph for the person at the keyboard: what was wrong, expected,
 * received, what to do. Programs that meet one print the message without a stack trace and exit with `exitStatus`.
 * Mistakes in code are plain `Error`s.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** The status with which a command ends: 2 where the user's input is wrong, 1 where the machine is in the way. */
  readonly exitStatus: 1 | 2;

  /** @param options.exitStatus 2 when absent */
  constructor(parts: UserErrorParts, options: ErrorOptions & { readonly exitStatus?: 1 | 2 } = {}) {
    const { exitStatus = 2, ...rest } = options;
    super(paragraph(parts), rest);
    this.exitStatus = exitStatus;
  }
}

function paragraph({ what, expected, received, remedy }: UserErrorParts): string {
  const details = [];
  if (expected !== undefined) details.push(`expected ${expected}`);
  if (received !== undefined) details.push(`received ${received}`);
  const finding = details.length === 0 ? what : `${what.replace(/\.$/, '')}: ${details.join(', ')}`;
  return remedy === undefined ? sentence(finding) : `${sentence(finding)} ${sentence(remedy)}`;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
