import { defineRoute } from "@/lib/server/route-handler";
import { downloadResults } from "../result-download";

/** All rows of a batch as they were handed in, with what became of each. */
export const GET = defineRoute<"registrations.export", { id: string }>({
  permission: "registrations.export",
  handler: ({ actor, request, params }) =>
    downloadResults(actor, { importId: params.id, kind: "all", signal: request.signal }),
});
