import { UserError } from '@electra-ts/config';

/** What the pickle may call: a value by 'module name'; only functions here can be called, nothing is imported. */
export interface PickleHost {
  /** The value of a global, or undefined where it is not allowed. */
  global(name: string): unknown;
  /** The value of a persistent id. */
  persistent(id: unknown): unknown;
}

/**
 * Reads one pickle without running anything: a machine for the instructions that torch.save writes (protocol 2; Python's
 * pickletools.py lists them all), with `host` deciding what each global means. Tuples and lists are arrays, dictionaries
 * are Maps; the state that an object is given afterwards (BUILD) is ignored.
 *
 * @param start byte of `bytes` at which the pickle begins
 * @returns the value, and the byte past the pickle
 * @throws UserError for an instruction or a global that is not allowed, and for a damaged pickle
 */
export function unpickle(bytes: Uint8Array, start: number, host: PickleHost, path: string): { value: unknown; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const memo = new Map<number, unknown>();
  const marks: number[] = [];
  const stack: unknown[] = [];
  let at = start;
  const refuse = (expected: string, received: string): UserError =>
    new UserError({ what: `${path} holds a pickle that cannot be read, at byte ${at}`, expected, received });
  const take = (count: number): number => {
    if (count > bytes.length - at) throw refuse(`${count} more bytes`, `${bytes.length - at}`);
    at += count;
    return at - count;
  };
  const pop = (): unknown => {
    if (stack.length <= (marks.at(-1) ?? 0)) throw refuse('a value on the stack', 'none');
    return stack.pop();
  };
  const popMark = (): unknown[] => {
    const mark = marks.pop();
    if (mark === undefined) throw refuse('a mark on the stack', 'none');
    return stack.splice(mark);
  };
  const text = (count: number): string => new TextDecoder().decode(bytes.subarray(take(count), at));
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    if (end < 0) throw refuse('a name', 'the end of the file');
    const name = text(end - at);
    at++;
    return name;
  };
  const setItems = (items: unknown[]): void => {
    const target = pop();
    if (!(target instanceof Map) || items.length % 2 !== 0) throw refuse('a dictionary and pairs', 'something else');
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
    stack.push(target);
  };
  const append = (items: unknown[]): void => {
    const target = pop();
    if (!Array.isArray(target)) throw refuse('a list', typeof target);
    for (const item of items) target.push(item);
    stack.push(target);
  };
  const remember = (key: number): unknown => {
    const value = pop();
    stack.push(value);
    return memo.set(key, value);
  };
  const recall = (key: number): unknown => {
    if (!memo.has(key)) throw refuse('a remembered value', `none under ${key}`);
    return stack.push(memo.get(key));
  };
  const tuple = (count: number): unknown => stack.push(Array.from({ length: count }, pop).reverse());
  const global = (): unknown => {
    const name = `${line()} ${line()}`;
    const value = host.global(name);
    if (value === undefined) {
      const message = { what: `${path} asks for code or a type that is not allowed`, expected: 'tensors of float32, float16, bfloat16, int32 or int64', received: name.slice(0, 120) };
      throw new UserError({ ...message, remedy: 'Take the model from a source you trust, as safetensors' });
    }
    return stack.push(value);
  };
  const reduce = (): unknown => {
    const [parts, callee] = [pop(), pop()];
    if (typeof callee !== 'function' || !Array.isArray(parts)) throw refuse('a function and its arguments', typeof callee);
    return stack.push((callee as (...all: unknown[]) => unknown)(...parts.slice(0, 16)));
  };
  const long = (): unknown => {
    const data = bytes.subarray(take(bytes[take(1)]), at);
    const value = data.reduce((sum, byte, i) => sum + (BigInt(byte) << BigInt(8 * i)), 0n);
    const signed = BigInt.asIntN(8 * data.length, value);
    return stack.push(Number.isSafeInteger(Number(signed)) ? Number(signed) : signed);
  };
  const instructions: Readonly<Record<string, () => unknown>> = {
    '\x80': () => take(1),
    '(': () => marks.push(stack.length),
    c: global,
    R: reduce,
    Q: () => stack.push(host.persistent(pop())),
    q: () => remember(bytes[take(1)]),
    r: () => remember(view.getUint32(take(4), true)),
    h: () => recall(bytes[take(1)]),
    j: () => recall(view.getUint32(take(4), true)),
    X: () => stack.push(text(view.getUint32(take(4), true))),
    K: () => stack.push(bytes[take(1)]),
    M: () => stack.push(view.getUint16(take(2), true)),
    J: () => stack.push(view.getInt32(take(4), true)),
    '\x8a': long,
    '\x88': () => stack.push(true),
    '\x89': () => stack.push(false),
    N: () => stack.push(null),
    ')': () => stack.push([]),
    ']': () => stack.push([]),
    '}': () => stack.push(new Map()),
    t: () => stack.push(popMark()),
    '\x85': () => tuple(1),
    '\x86': () => tuple(2),
    '\x87': () => tuple(3),
    s: () => setItems([pop(), pop()].reverse()),
    u: () => setItems(popMark()),
    a: () => append([pop()]),
    e: () => append(popMark()),
    b: pop,
  };
  for (;;) {
    const code = String.fromCharCode(bytes[take(1)]);
    if (code === '.') return { value: pop(), end: at };
    if (!Object.hasOwn(instructions, code)) throw refuse('an instruction of torch.save', `0x${code.charCodeAt(0).toString(16)}`);
    instructions[code]();
  }
}
