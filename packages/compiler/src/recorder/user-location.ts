import { fileURLToPath } from 'node:url';

/** Deep enough to reach the user's code from below a gradient function of tfjs. */
const STACK_DEPTH = 200;

/** Code between the user and the recorder: tfjs, this package, the operations it knows and Node itself. */
const ownCode = fileURLToPath(new URL('..', import.meta.url));
const libraries = [
  /[\\/]@tensorflow[\\/]/,
  /[\\/]tfjs-[\w-]+[\\/](src|dist)[\\/]/,
  /@electra-ts[\\/]ops[\\/]/,
  /packages[\\/]ops[\\/]/,
  /node:internal/,
  /\(native\)/,
];

const FRAME = /^\s*at (?:(?<callee>.+?) \()?(?<place>.+?:\d+:\d+)\)?$/;

/** Where in the user's code something happened, and which tfjs operation it had called. */
export interface UserLocation {
  /** 'file:line:column', or undefined when no frame of the stack is the user's. */
  readonly place?: string;
  /** The tfjs operation that the user's code called, such as 'erf'. */
  readonly operation?: string;
}

/** Finds the user's line in a stack trace: its first frame outside tfjs and this package. */
export function userLocation(stack: string): UserLocation {
  let operation: string | undefined;
  for (const line of stack.split('\n')) {
    const { callee, place } = FRAME.exec(line)?.groups ?? {};
    if (place === undefined) continue;
    operation = operationOf(callee ?? '', place) ?? operation;
    if (isLibrary(place)) continue;
    return { place, operation };
  }
  return { operation };
}

/** tfjs names its public functions 'erf__op'; where a source map hides that, their file is 'ops/erf.ts'. */
function operationOf(callee: string, place: string): string | undefined {
  const named = /(\w+?)_+op\b/.exec(callee)?.[1];
  if (named !== undefined) return named;
  const file = /[\\/]tfjs-core[\\/]src[\\/]ops[\\/](\w+)\.ts/.exec(place)?.[1];
  return file === 'operation' ? undefined : file;
}

/** The user's line at this moment. */
export function currentUserLocation(): UserLocation {
  return userLocation(withDeepStacks(() => new Error().stack ?? ''));
}

/** Runs `action` with stack traces long enough for `userLocation`. */
export function withDeepStacks<T>(action: () => T): T {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = STACK_DEPTH;
  try {
    return action();
  } finally {
    Error.stackTraceLimit = usual;
  }
}

/** ', called by `erf` at file:1:2', for the end of a message. */
export function describeLocation({ place, operation }: UserLocation): string {
  const called = operation === undefined ? '' : ` in tf.${operation}`;
  return place === undefined ? called : `${called} at ${place}`;
}

function isLibrary(place: string): boolean {
  const path = place.startsWith('file://') ? fileURLToPath(place.replace(/:\d+:\d+$/, '')) : place;
  if (path.startsWith(ownCode)) return !/\.spec\./.test(path);
  return libraries.some((library) => library.test(path));
}
