import type { AuditAction } from "@/lib/audit/actions";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { AppError } from "@/lib/errors";
import { readTyped } from "@/lib/field-problem";
import type { Prisma } from "@/lib/generated/prisma/client";
import { prismaClient } from "@/lib/prisma";
import { canonicalQuery, MAX_PINS, MAX_VIEWS, VIEW_PROBLEMS, type ViewProblem } from "./saved-view";
import { viewNameSchema } from "./view-input";

export type ViewEnding =
  | { kind: "saved"; id: string }
  | { kind: "problems"; problems: { name?: ViewProblem } };

/** What may be changed of a view; what is left out stays. */
export type ViewChange = { name?: string; query?: string; isShared?: boolean };

/** Keeps a filter under a new name. Names are unique per person. */
export async function createView(
  actor: UserActor,
  { name: typed, query, isShared }: { name: string; query: string; isShared: boolean },
): Promise<ViewEnding> {
  requireCan(actor, "views.write");
  const name = readTyped(viewNameSchema, typed, VIEW_PROBLEMS);
  if (name.kind === "problems") return wrongName(name.problems[""]);
  return savedUnlessTaken(async (tx) => {
    if ((await tx.savedView.count({ where: { ownerId: actor.id } })) >= MAX_VIEWS) return "tooMany";
    const data = { ownerId: actor.id, name: name.value, query: canonicalQuery(query), isShared };
    const { id } = await tx.savedView.create({ data, select: { id: true } });
    await pin(tx, actor, id);
    if (isShared) await recordAudit(tx, { actor, action: "view.shared", subjectId: id });
    return id;
  });
}

/** Changes one's own view. Throws AppError `not_found` for one that is gone or someone else's. */
export async function changeView(actor: UserActor, id: string, change: ViewChange): Promise<ViewEnding> {
  requireCan(actor, "views.write");
  const name = change.name === undefined ? null : readTyped(viewNameSchema, change.name, VIEW_PROBLEMS);
  if (name?.kind === "problems") return wrongName(name.problems[""]);
  return savedUnlessTaken(async (tx) => {
    const before = await requireOwnView(tx, actor, id);
    const isShared = change.isShared ?? before.isShared;
    const data = {
      isShared,
      ...(name && { name: name.value }),
      ...(change.query !== undefined && { query: canonicalQuery(change.query) }),
    };
    await tx.savedView.update({ where: { id }, data, select: { id: true } });
    // The list of a colleague must not go on opening with what is not theirs to see any more.
    if (before.isShared && !isShared)
      await tx.user.updateMany({
        where: { defaultViewId: id, id: { not: actor.id } },
        data: { defaultViewId: null },
      });
    const action = auditActionOf(before.isShared, isShared);
    if (action) await recordAudit(tx, { actor, action, subjectId: id });
    return id;
  });
}

/** Deletes one's own view; lists that opened with it open unfiltered. Throws AppError `not_found`. */
export async function deleteView(actor: UserActor, id: string): Promise<void> {
  requireCan(actor, "views.write");
  await prismaClient().$transaction(async (tx) => {
    const { isShared } = await requireOwnView(tx, actor, id);
    await tx.savedView.delete({ where: { id }, select: { id: true } });
    if (isShared) await recordAudit(tx, { actor, action: "view.deleted", subjectId: id });
  });
}

/** The list of the actor opens with this view, or unfiltered (null). Throws AppError `not_found` for one they may not see. */
export async function setDefaultView(actor: UserActor, id: string | null): Promise<void> {
  requireCan(actor, "views.write");
  await prismaClient().$transaction(async (tx) => {
    if (id !== null) {
      const view = await tx.savedView.findFirst({
        where: { id, OR: [{ ownerId: actor.id }, { isShared: true }] },
        select: { id: true },
      });
      if (!view) throw new AppError("not_found");
    }
    await tx.user.update({ where: { id: actor.id }, data: { defaultViewId: id }, select: { id: true } });
  });
}

/** Puts a view into the actor's side bar, as long as it has room, or takes it out. Throws AppError `not_found` for one they may not see. */
export async function setPinned(actor: UserActor, id: string, isPinned: boolean): Promise<void> {
  requireCan(actor, "views.write");
  await prismaClient().$transaction(async (tx) => {
    const view = await tx.savedView.findFirst({
      where: { id, OR: [{ ownerId: actor.id }, { isShared: true }] },
      select: { id: true },
    });
    if (!view) throw new AppError("not_found");
    if (isPinned) {
      if (!(await pin(tx, actor, id))) throw new AppError("not_possible_now");
    } else {
      await tx.$executeRaw`update "user" set pinned_view_ids = array_remove(pinned_view_ids, ${id}::uuid) where id = ${actor.id}::uuid`;
    }
  });
}

/** Pins what is gone are dropped first, so that they take nobody's room. False where there is none. */
async function pin(tx: Prisma.TransactionClient, actor: UserActor, id: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update "user" u set pinned_view_ids = kept.ids || ${id}::uuid
      from (select coalesce(array_agg(v.id order by array_position(me.pinned_view_ids, v.id)), '{}') as ids
              from "user" me join saved_view v on v.id = any(me.pinned_view_ids) and (v.owner_id = me.id or v.is_shared)
             where me.id = ${actor.id}::uuid and v.id <> ${id}::uuid) kept
     where u.id = ${actor.id}::uuid and cardinality(kept.ids) < ${MAX_PINS}`;
  return changed === 1;
}

/** Locked, so that of two presses at once the second finds what the first one made of it. */
async function requireOwnView(tx: Prisma.TransactionClient, actor: UserActor, id: string) {
  const [view] = await tx.$queryRaw<{ isShared: boolean }[]>`
    select is_shared as "isShared" from saved_view where id = ${id}::uuid and owner_id = ${actor.id}::uuid for update`;
  if (!view) throw new AppError("not_found");
  return view;
}

/** Only what colleagues see is written down. */
function auditActionOf(wasShared: boolean, isShared: boolean): AuditAction | null {
  if (wasShared) return isShared ? "view.changed" : "view.unshared";
  return isShared ? "view.shared" : null;
}

const UNIQUE_VIOLATION = "P2002";

function wrongName(name: ViewProblem | undefined): ViewEnding {
  return { kind: "problems", problems: { name } };
}

async function savedUnlessTaken(
  work: (tx: Prisma.TransactionClient) => Promise<string | "tooMany">,
): Promise<ViewEnding> {
  try {
    const id = await prismaClient().$transaction(work);
    return id === "tooMany" ? wrongName(id) : { kind: "saved", id };
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === UNIQUE_VIOLATION)
      return wrongName("nameTaken");
    throw error;
  }
}
