import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { changeView, createView, deleteView, setDefaultView } from "./mutations";
import { listViews } from "./queries";

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
