/** The last thing that was asked under each key. */
const turns = new WeakMap<object, Promise<unknown>>();

/**
 * Asks for something after all that was asked before under the same key, in the order of the calls, though what is asked has to be gathered first. Answers are not waited for:
 * whoever is asked handles one after the other.
 *
 * @param key whose turns they are, such as a runtime
 * @param gathered what `ask` needs. Where it fails, nothing is asked and the next have their turn
 */
export async function inTurn<Gathered, Answer>(key: object, gathered: Promise<Gathered>, ask: (gathered: Gathered) => Promise<Answer>): Promise<Answer> {
  // Heard of below, when its turn has come.
  gathered.catch(() => undefined);
  const before = turns.get(key);
  const turn = (async () => {
    await before;
    const needed = await gathered;
    // In an array, as an answer by itself would be waited for.
    return [ask(needed)] as const;
  })();
  // Not the turn itself, which would keep an answer.
  turns.set(key, turn.then(() => undefined, () => undefined));
  const [answer] = await turn;
  return answer;
}
