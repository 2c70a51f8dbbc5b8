import { defineRoute } from "@/lib/server/route-handler";
import { downloadResults } from "../result-download";

/** The rows of a batch that somebody has to do something about, in the shape of their file. */
export const GET = defineRoute<"registrations.export", { id: string }>({
  permission: "registrations.export",
  handler: ({ actor, request, params }) =>
    downloadResults(actor, { importId: params.id, kind: "problems", signal: request.signal }),
});
