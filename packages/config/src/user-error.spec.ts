import { UserError } from './user-error.js';

describe('UserError', () => {
  it('says in one paragraph what was wrong, expected, received and what to do', () => {
    const error = new UserError({
      what: 'run.yaml, training.steps',
      expected: 'a whole number',
      received: '"many"',
      remedy: 'Write it in digits',
    });
    expect(error.message).toBe(
      'run.yaml, training.steps: expected a whole number, received "many". Write it in digits.',
    );
  });

  it.each([
    [{ what: 'The folder is empty' }, 'The folder is empty.'],
    [{ what: 'The folder is empty!', remedy: 'Fill it.' }, 'The folder is empty! Fill it.'],
    [{ what: 'steps', received: '-1' }, 'steps: received -1.'],
  ])('leaves out the parts that are not given', (parts, message) => {
    expect(new UserError(parts).message).toBe(message);
  });

  it('has another exit status where not the input is wrong', () => {
    expect(new UserError({ what: 'the disk is full' }, { exitStatus: 1 }).exitStatus).toBe(1);
  });

  it('is an Error with a name, a cause and the exit status of wrong input', () => {
    const cause = new Error('ENOENT');
    const error = new UserError({ what: 'no file' }, { cause });
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.cause, error.exitStatus]).toEqual(['UserError', cause, 2]);
  });
});
