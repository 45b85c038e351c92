import { SmallModels } from './small-models.fixture.js';

describe('electra-evaluator', () => {
  const models = new SmallModels();
  afterAll(() => models.remove());

  it.each([
    [['detect', '--text', 'x'], /required option '--model/],
    [['detekt'], /Did you mean detect/],
  ])('refuses %j with status 2 and one paragraph', (args, message) => models.refused(args, message));
});
