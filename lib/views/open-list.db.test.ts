import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { changeView, createView, setDefaultView } from "./mutations";
import { openList } from "./open-list";

useTestDatabase();
useSimulatorEnv();

async function makeView(query: string, isShared = false) {
  const rina = await makeActor(await makePerson());
  const view = await createView(rina, { name: "Pagi", query, isShared });
  if (view.kind !== "saved") throw new Error(view.problems.name);
  return { rina, id: view.id };
}

test("a bare address is unfiltered until a person has a default view, and then opens it", async () => {
  const { rina, id } = await makeView("status=FAILED&created=7d");
  expect(await openList(rina, {})).toMatchObject({ filter: EMPTY_FILTER, view: null, isExplicit: false });
  await setDefaultView(rina, id);
  expect(await openList(rina, {})).toMatchObject({
    filter: { tab: "FAILED", created: "7d", view: id },
    view: { name: "Pagi" },
    isChanged: false,
    isExplicit: true,
  });
  const everything = await openList(rina, { status: "all" });
  expect(everything).toMatchObject({ filter: { tab: "all", view: null }, view: null });
});

test("a bare address is of one's own where one begins so, and says nothing of the others'", async () => {
  const { rina, id } = await makeView("status=FAILED");
  expect(await openList(rina, {}, "mine")).toMatchObject({ filter: { owner: "me" }, isExplicit: true });
  expect(await openList(rina, { status: "all" }, "mine")).toMatchObject({ filter: { owner: null } });
  expect(await openList(rina, { q: "kopi" }, "mine")).toMatchObject({ filter: { owner: null } });
  expect(await openList(rina, { view: id }, "mine")).toMatchObject({
    filter: { owner: null, tab: "FAILED" },
  });
  await setDefaultView(rina, id);
  expect(await openList(rina, {}, "mine")).toMatchObject({ filter: { owner: null, view: id } });
});

test("an address that names only a view shows what it keeps; with filters of its own it differs from it", async () => {
  const { rina, id } = await makeView("status=FAILED");
  expect(await openList(rina, { view: id })).toMatchObject({ filter: { tab: "FAILED" }, isChanged: false });
  const changed = await openList(rina, { view: id, status: "FAILED", owner: "me" });
  expect(changed).toMatchObject({
    filter: { owner: "me" },
    isChanged: true,
    names: { owner: { me: "Rina" } },
  });
  expect(await openList(rina, { view: id, status: "all" })).toMatchObject({
    filter: { tab: "all" },
    isChanged: true,
  });
});

test("what does not exist any more is left out and named", async () => {
  const { rina, id } = await makeView(`status=FAILED&owner=${randomUUID()}&created=7d`);
  const opened = await openList(rina, { view: id });
  expect(opened).toMatchObject({ filter: { owner: null, tab: "FAILED", created: "7d" }, dropped: ["owner"] });
  expect(opened.isChanged).toBe(false);
  const gone = await openList(rina, { view: randomUUID(), colour: "red", credential: randomUUID() });
  expect(gone).toMatchObject({ filter: EMPTY_FILTER, view: null });
  expect(gone.dropped.toSorted()).toEqual(["colour", "credential", "view"]);
});

test("a private view of a colleague is not there", async () => {
  const { rina, id } = await makeView("status=FAILED", true);
  const dewi = await makeActor(await makePerson({ name: "Dewi" }));
  expect(await openList(dewi, { view: id })).toMatchObject({
    filter: { tab: "FAILED" },
    view: { isOwn: false },
  });
  await changeView(rina, id, { isShared: false });
  expect(await openList(dewi, { view: id })).toMatchObject({ filter: EMPTY_FILTER, dropped: ["view"] });
});
