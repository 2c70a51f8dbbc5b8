import { expect, test } from "vitest";
import { orderTimeline } from "./timeline-order";

const at = (minute: number) => `2026-11-12T07:0${minute}:00.000Z`;
const attempt = (number: number, minute: number) => ({ number, startedAt: at(minute) });
const deed = (name: string, minute: number) => ({ name, at: at(minute) });

test("each deed stands below the attempt that followed it, and what came after the last one above them all", () => {
  const attempts = [attempt(2, 5), attempt(1, 2)];
  const deeds = [deed("archived", 7), deed("fixed", 5), deed("assigned", 3), deed("created", 1)];
  const { latest, steps } = orderTimeline(attempts, deeds);
  expect(latest.map(({ name }) => name)).toEqual(["archived"]);
  expect(steps.map((step) => [step.attempt.number, step.deeds.map(({ name }) => name)])).toEqual([
    [2, ["fixed", "assigned"]],
    [1, ["created"]],
  ]);
});

test("without attempts all deeds stand by themselves, and none is lost or said twice", () => {
  const deeds = [deed("saved", 3), deed("saved before", 1)];
  expect(orderTimeline([], deeds)).toEqual({ latest: deeds, steps: [] });
  const { latest, steps } = orderTimeline([attempt(1, 3)], deeds);
  expect([...latest, ...steps.flatMap((step) => step.deeds)]).toEqual(deeds);
});
