import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { pressTogether } from "@/lib/testing/pressed-together";
import { changeView, createView, deleteView, setDefaultView, setPinned } from "./mutations";
import { listPinnedViews, listViews } from "./queries";
import { MAX_PINS } from "./saved-view";

const { pool } = useTestDatabase();

async function makeColleagues() {
  return [
    await makeActor(await makePerson()),
    await makeActor(await makePerson({ role: "viewer" })),
  ] as const;
}

async function save(...[actor, view]: Parameters<typeof createView>): Promise<string> {
  const ending = await createView(actor, view);
  if (ending.kind !== "saved") throw new Error(ending.problems.name);
  return ending.id;
}

async function auditOf(id: string): Promise<string[]> {
  const { rows } = await pool.query<{ action: string }>(
    "select action from audit_entry where subject_id = $1 order by id",
    [id],
  );
  return rows.map(({ action }) => action);
}

test("a private view is its owner's alone and leaves no trace in the audit log", async () => {
  const [rina, dewi] = await makeColleagues();
  const id = await save(rina, { name: " Toko  saya ", query: "owner=me&created=7d", isShared: false });
  expect(await listViews(rina)).toMatchObject([{ id, isOwn: true, query: "owner=me&created=7d" }]);
  expect(await listViews(dewi)).toEqual([]);
  await deleteView(rina, id);
  expect(await listViews(rina)).toEqual([]);
  expect(await auditOf(id)).toEqual([]);
});

test("a shared view is seen by colleagues, changed only by its owner, and audited", async () => {
  const [rina, dewi] = await makeColleagues();
  const id = await save(rina, { name: "Perlu diperbaiki", query: "status=NEEDS_FIX", isShared: true });
  expect(await listViews(dewi)).toMatchObject([{ id, isOwn: false, ownerName: "Rina" }]);
  await expect(changeView(dewi, id, { name: "Punya saya" })).rejects.toEqual(new AppError("not_found"));
  await expect(deleteView(dewi, id)).rejects.toEqual(new AppError("not_found"));
  await changeView(rina, id, { query: "status=FAILED" });
  await deleteView(rina, id);
  expect(await auditOf(id)).toEqual(["view.shared", "view.changed", "view.deleted"]);
});

test("a view that is no longer shared is no colleague's default any more, but stays its owner's", async () => {
  const [rina, dewi] = await makeColleagues();
  const id = await save(rina, { name: "Bersama", query: "", isShared: true });
  await setDefaultView(rina, id);
  await setDefaultView(dewi, id);
  expect(await listViews(dewi)).toMatchObject([{ id, isDefault: true }]);
  await changeView(rina, id, { isShared: false });
  const { rows } = await pool.query('select id from "user" where default_view_id = $1 order by id', [id]);
  expect(rows).toEqual([{ id: rina.id }]);
  await expect(setDefaultView(dewi, id)).rejects.toEqual(new AppError("not_found"));
});

test("a name is used once per person, and must be one", async () => {
  const [rina, dewi] = await makeColleagues();
  await save(rina, { name: "Pagi", query: "", isShared: false });
  expect(await createView(rina, { name: "Pagi ", query: "", isShared: false })).toEqual({
    kind: "problems",
    problems: { name: "nameTaken" },
  });
  expect(await createView(rina, { name: "  ", query: "", isShared: false })).toEqual({
    kind: "problems",
    problems: { name: "nameMissing" },
  });
  expect(await createView(dewi, { name: "Pagi", query: "", isShared: false })).toMatchObject({
    kind: "saved",
  });
});

test("what the list does not know, and the place in it, are not kept", async () => {
  const [rina] = await makeColleagues();
  await save(rina, {
    name: "Pagi",
    query: "?created=7d&colour=red&status=FAILED&view=x&cursor=y",
    isShared: false,
  });
  expect(await listViews(rina)).toMatchObject([{ query: "status=FAILED&created=7d" }]);
});

test("a view stands in the side bar once it is saved, until it is taken out, gone or not shared any more", async () => {
  const rina = await makeActor(await makePerson());
  const dewi = await makeActor(await makePerson());
  const made = await createView(rina, { name: "Pagi", query: "status=FAILED", isShared: true });
  if (made.kind !== "saved") throw new Error("not saved");
  const pinned = async (actor: typeof rina) => (await listPinnedViews(actor)).map(({ name }) => name);
  expect(await pinned(rina)).toEqual(["Pagi"]);
  expect(await pinned(dewi)).toEqual([]);
  await setPinned(dewi, made.id, true);
  await setPinned(dewi, made.id, true);
  expect(await pinned(dewi)).toEqual(["Pagi"]);
  expect(await listViews(dewi)).toMatchObject([{ isPinned: true }]);
  await setPinned(rina, made.id, false);
  expect(await pinned(rina)).toEqual([]);
  await changeView(rina, made.id, { isShared: false });
  expect(await pinned(dewi)).toEqual([]);
  await expect(setPinned(dewi, made.id, true)).rejects.toMatchObject({ code: "not_found" });
});

test("the side bar holds as many views as it has room for, and what is gone takes none", async () => {
  const rina = await makeActor(await makePerson());
  const ids: string[] = [];
  for (let number = 0; number <= MAX_PINS; number++) {
    const made = await createView(rina, { name: `Daftar ${number}`, query: "", isShared: false });
    if (made.kind === "saved") ids.push(made.id);
  }
  expect(await listPinnedViews(rina)).toHaveLength(MAX_PINS);
  const [first = "", last = ""] = [ids.at(0), ids.at(-1)];
  await expect(setPinned(rina, last, true)).rejects.toMatchObject({ code: "not_possible_now" });
  await deleteView(rina, first);
  await setPinned(rina, last, true);
  expect((await listPinnedViews(rina)).at(-1)?.id).toBe(last);
});

test("what is pressed twice at once is done once, and told once", async () => {
  const [rina] = await makeColleagues();
  const id = await save(rina, { name: "Bersama", query: "", isShared: false });
  const twice = (press: () => Promise<unknown>) =>
    pressTogether(pool, (tx) => tx.query("select from saved_view where id = $1 for no key update", [id]), [
      press,
      press,
    ]);
  await twice(() => changeView(rina, id, { isShared: true }));
  expect(await auditOf(id)).toEqual(["view.shared", "view.changed"]);
  const deleted = await twice(() => deleteView(rina, id));
  expect(deleted.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(deleted).toContainEqual({ status: "rejected", reason: new AppError("not_found") });
  expect(await auditOf(id)).toEqual(["view.shared", "view.changed", "view.deleted"]);
});
