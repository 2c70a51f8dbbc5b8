import { database, warnOfMissingLimits } from "@/lib/db";
import { env } from "@/lib/env";
import { noteSocketAddresses } from "@/lib/http/client-address";
import { leadAwayUnreadable } from "@/lib/http/unreadable-requests";
import { requireCurrentSchema } from "@/lib/migrate";
import { becomeHolder } from "@/lib/registrations/delivery/submitter";
import { watchDatabase } from "./database-watch";
import { stopServerInOrder } from "./stop";

/** What a web process does before its first request: the schema must be this build's, the credential row must say what the environment says. */
export async function startServer(): Promise<void> {
  noteSocketAddresses();
  leadAwayUnreadable();
  await requireCurrentSchema(database().pool);
  await warnOfMissingLimits(database().pool);
  const holder = await becomeHolder("web");
  watchDatabase(holder, database().pool);
  stopServerInOrder(holder, { drainMs: env().drainSeconds * 1_000 });
}
