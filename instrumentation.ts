/** Next calls this once when a server process starts: nothing is served from an environment or a schema that does not hold. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startServer } = await import("@/lib/server/start");
  await startServer();
}

/** Next calls this for each request that failed with an error. */
export async function onRequestError(error: unknown): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { noteFailure } = await import("@/lib/server/database-watch");
  noteFailure(error);
}
