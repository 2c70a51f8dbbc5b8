"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { readFollowUp } from "@/lib/followups/queries";
import { formatDate } from "@/lib/i18n/format";
import { LIST_QUERY_MAX_LENGTH, readListFilter } from "@/lib/registrations/list/filter";
import { getRegistration } from "@/lib/registrations/queries";
import { defineAction } from "@/lib/server/define-action";
import { getTimeStyle } from "@/lib/server/language";
import { text } from "@/lib/text/input";
import { listFilterChoices } from "@/lib/views/filter-choices";
import { changeView, createView, deleteView, setDefaultView, setPinned } from "@/lib/views/mutations";
import { listViews } from "@/lib/views/queries";
import { readCauseChoices } from "./cause-choices";
import { peekView } from "./peek-view";

const LONGEST_NAME = 1_000;
const name = text(LONGEST_NAME);
const query = text(LIST_QUERY_MAX_LENGTH);
const id = z.uuid();

/** Whom and what the list can be filtered by; asked for when a filter is being chosen. */
export const loadFilterChoices = defineAction({
  permission: "registrations.read",
  input: z.object({ query }),
  async handler({ actor, input }) {
    const { filter } = readListFilter(new URLSearchParams(input.query));
    const [choices, causes, style] = await Promise.all([
      listFilterChoices(actor),
      readCauseChoices(actor, filter),
      getTimeStyle(),
    ]);
    const batches = choices.batches.map(({ id: batchId, name: fileName, createdAt }) => ({
      id: batchId,
      name: fileName,
      day: formatDate(new Date(createdAt), style),
    }));
    return { ...choices, batches, causes };
  },
});

/** What a row of the list holds back, for who looks at it without opening it. */
export const peek = defineAction({
  permission: "registrations.read",
  input: z.object({ id }),
  async handler({ actor, input }) {
    const [registration, followUp] = await Promise.all([
      getRegistration(actor, input.id),
      readFollowUp(actor, input.id),
    ]);
    return { kind: "peek" as const, peek: await peekView(registration, followUp) };
  },
});

/** The views that the person may open; asked for when they look for one. */
export const loadViews = defineAction({
  permission: "registrations.read",
  input: z.object({}),
  handler: async ({ actor }) => ({ views: await listViews(actor) }),
});

/** Keeps what the list shows as a view. */
export const saveView = defineAction({
  permission: "views.write",
  input: z.object({ name, query, isShared: z.boolean() }),
  handler: ({ actor, input }) => createView(actor, input),
});

/** Changes a view's name, filter or who sees it. */
export const updateView = defineAction({
  permission: "views.write",
  input: z.object({
    id,
    name: z.optional(name),
    query: z.optional(query),
    isShared: z.optional(z.boolean()),
  }),
  async handler({ actor, input: { id: viewId, ...change } }) {
    const ending = await changeView(actor, viewId, change);
    refresh();
    return ending;
  },
});

/** Deletes a view. */
export const removeView = defineAction({
  permission: "views.write",
  input: z.object({ id }),
  async handler({ actor, input }) {
    await deleteView(actor, input.id);
    return { kind: "deleted" as const };
  },
});

/** Puts a view into the person's side bar, or takes it out. */
export const pinView = defineAction({
  permission: "views.write",
  input: z.object({ id, isPinned: z.boolean() }),
  async handler({ actor, input }) {
    await setPinned(actor, input.id, input.isPinned);
    refresh();
    return { kind: "pinned" as const };
  },
});

/** The person's list opens with this view, or unfiltered. */
export const chooseDefaultView = defineAction({
  permission: "views.write",
  input: z.object({ id: z.nullable(id) }),
  async handler({ actor, input }) {
    await setDefaultView(actor, input.id);
    refresh();
    return { kind: "chosen" as const };
  },
});
