import { drawTask, taskProbabilities } from './task-mixing.js';
import { taskTurns } from './task-turns.js';

const tasks = [{ name: '2', batches: 30 }, { name: '1', batches: 10 }];

describe('taskTurns', () => {
  it("counts each task's own batches, in the order of the tasks", () => {
    const turns = taskTurns({ tasks, mixing: 'proportional', seed: 1, steps: 400 });
    for (const [place, share] of [[0, 300], [1, 100]]) {
      const own = turns.filter((each) => each.place === place).map(({ turn }) => turn);
      expect(own).toEqual(own.map((_, i) => i + 1));
      expect(Math.abs(own.length - share)).toBeLessThan(45);
    }
  });

  it('does not look ahead, so that more steps change none of the first', () => {
    const of = (steps: number) => taskTurns({ tasks, mixing: 'square-root', seed: 7, steps });
    expect(of(400).slice(0, 90)).toEqual(of(90));
  });

  it('gives small tasks more turns in later epochs where it is annealed', () => {
    const small = (from: number, to: number, turns: ReturnType<typeof taskTurns>) => turns.slice(from, to).filter(({ place }) => place === 1).length;
    const turns = taskTurns({ tasks: [{ name: 'a', batches: 990 }, { name: 'b', batches: 10 }], mixing: 'annealed', seed: 1, steps: 5000 });
    expect(small(0, 1000, turns)).toBeLessThan(30);
    // 10^0.2 / (990^0.2 + 10^0.2) of the last thousand.
    expect(Math.abs(small(4000, 5000, turns) - 285)).toBeLessThan(72);
  });

  it('begins an epoch after exactly the batches of all tasks', () => {
    const small = [{ name: 'a', batches: 9 }, { name: 'b', batches: 1 }];
    for (let seed = 0; seed < 50; seed++) {
      const drawn = (epoch: number, step: number) => drawTask(taskProbabilities({ mixing: 'annealed', tasks: small, epochs: 2 }, epoch), seed, step);
      const places = taskTurns({ tasks: small, mixing: 'annealed', seed, steps: 20 }).map(({ place }) => place);
      expect(places).toEqual(Array.from({ length: 20 }, (_, done) => drawn(done < 10 ? 0 : 1, done + 1)));
    }
  });

  it('gives the only task every turn', () => {
    const turns = taskTurns({ tasks: tasks.slice(0, 1), mixing: 'annealed', seed: 1, steps: 70 });
    expect(turns).toEqual(Array.from({ length: 70 }, (_, n) => ({ place: 0, turn: n + 1 })));
  });
});
