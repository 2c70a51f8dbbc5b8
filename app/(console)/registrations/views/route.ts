import { countSoon } from "@/lib/registrations/list/counts";
import { defineRoute } from "@/lib/server/route-handler";
import { listPinnedViews } from "@/lib/views/queries";
import { filterOfView } from "@/lib/views/saved-view";

/**
 * The views of the side bar with how much each shows, null where that takes too long. Beside the page, so that no page
 * waits for it, one after the other, so that no database has to count for all at once.
 */
export const GET = defineRoute({
  permission: "registrations.read",
  async handler({ actor }) {
    const views = [];
    for (const view of await listPinnedViews(actor)) {
      const { id, name, isShared } = view;
      views.push({ id, name, isShared, count: await countSoon(actor, filterOfView(view).filter) });
    }
    return Response.json({ views });
  },
});
