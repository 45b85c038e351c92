import { UserError } from '@electra-ts/config';
import { unpickle } from './unpickle.js';

const host = {
  global: (name: string) => (name === 'collections OrderedDict' ? () => new Map() : undefined),
  persistent: (id: unknown) => ({ id }),
};
const read = (text: string) => unpickle(Buffer.from(text, 'latin1'), 0, host, 'x.bin');

describe('unpickle', () => {
  it('reads dictionaries, tuples and numbers', () => {
    // {'a': (1, -2, 1000), 'b': [True, None]}, by hand from pickletools' table of instructions.
    const { value, end } = read('\x80\x02}(X\x01\0\0\0aK\x01J\xfe\xff\xff\xffM\xe8\x03\x87X\x01\0\0\0b](\x88Neu.');
    expect(value).toEqual(new Map<string, unknown>([['a', [1, -2, 1000]], ['b', [true, null]]]));
    expect(end).toBe(34);
  });

  it('calls what the host allows and remembers values', () => {
    expect(read('ccollections\nOrderedDict\n)Rq\0h\0\x86.').value).toEqual([new Map(), new Map()]);
    expect(read('K\x07Q.').value).toEqual({ id: 7 });
    expect(read('\x8a\x02\xff\xff.').value).toBe(-1);
  });

  it.each([
    ['code', 'cos\nsystem\n(X\x02\0\0\0idtR.', /asks for code.*os system/],
    ['a call of what is no function', 'K\x01)R.', /a function/],
    ['instructions of other protocols', 'i', /instruction of torch.save.*0x69/],
    ['a text past the end', 'X\xff\xff\xff\xffa', /4294967295 more bytes/],
    ['an empty stack', '.', /a value on the stack/],
    ['a missing mark', 't.', /a mark/],
    ['an unknown memory', 'h\x05.', /remembered/],
    ['no end', 'K\x01', /more bytes/],
  ])('refuses %s', (_, text, message) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).toThrow(message);
  });
});
