import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { openEventStream } from "@/lib/live/event-stream";
import { createLiveHub } from "@/lib/live/hub";
import { defineRoute } from "@/lib/server/route-handler";
import { findLivingSessions } from "@/lib/users/sessions";

export const dynamic = "force-dynamic";

/** Tells an open page which registrations changed, as server-sent events. */
export const GET = defineRoute({
  permission: "registrations.read",
  async handler({ actor, request }) {
    globalThis.mitraLiveHub ??= createLiveHub({
      connectionString: env().databaseDirectUrl,
      findLivingSessions,
    });
    const stream = openEventStream(globalThis.mitraLiveHub, actor, request.signal);
    if (!stream) throw new AppError("too_many_requests");
    // A proxy that gathers an answer before it hands it on would hold the news back.
    return new Response(stream, {
      headers: { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" },
    });
  },
});
