import { UserFolder } from './user-folder.fixture.js';

describe('electra-trainer', () => {
  const folder = new UserFolder();
  afterAll(() => folder.remove());

  it('lists its commands', async () => {
    const { status, out } = await folder.run('--help');
    expect(status).toBe(0);
    for (const name of ['quickstart', 'tokenizer', 'prepare', 'pretrain', 'finetune', 'doctor', 'inspect']) expect(out).toMatch(new RegExp(`^ +${name} `, 'm'));
  });

  it('refuses a command that there is not', () => folder.refused(['pretrian'], /Did you mean pretrain/));
});
