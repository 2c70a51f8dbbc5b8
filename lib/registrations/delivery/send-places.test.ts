import fc from "fast-check";
import { expect, test } from "vitest";
import { createSendPlaces } from "./send-places";

/** What has been answered by now, in the order in which it was asked. */
function ask(places: ReturnType<typeof createSendPlaces>, ...questions: [atLeast: number, atMost: number][]) {
  const taken: (number | null)[] = questions.map(() => null);
  for (const [index, question] of questions.entries())
    void places.take(...question).then((count) => {
      taken[index] = count;
    });
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return taken;
  };
}

test("takes what is free up to what is asked for, and waits for the least that is worth it", async () => {
  const places = createSendPlaces(10);
  const answers = ask(places, [5, 8], [5, 8], [1, 1], [1, 1], [1, 1]);
  expect(await answers()).toEqual([8, null, 1, 1, null]);
  places.giveBack(1);
  expect(await answers()).toEqual([8, null, 1, 1, 1]);
  places.giveBack(5);
  expect(await answers()).toEqual([8, 5, 1, 1, 1]);
});

test("whoever asks for more than there are is content with all of them", async () => {
  expect(await ask(createSendPlaces(2), [5, 9])()).toEqual([2]);
});

test("F56: there are never more calls than places, nobody waits while there is room, and none is lost", async () => {
  const question = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }));
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(question, { maxLength: 30 }),
      async (total, asked) => {
        const places = createSendPlaces(total);
        let underWay = 0;
        let served = 0;
        const calls = asked.map(async ([atLeast, more]) => {
          const taken = await places.take(atLeast, atLeast + more);
          underWay += taken;
          served += 1;
          expect(underWay).toBeLessThanOrEqual(total);
          expect(taken).toBeGreaterThanOrEqual(Math.min(atLeast, total));
          await new Promise((resolve) => setImmediate(resolve));
          underWay -= taken;
          places.giveBack(taken);
        });
        await Promise.all(calls);
        expect(served).toBe(asked.length);
        expect(await ask(places, [total, total])()).toEqual([total]);
      },
    ),
  );
});
