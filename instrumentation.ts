/** Next calls this once when a server process starts: nothing is served from an environment or a schema that does not hold. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startServer } = await import("@/lib/server/start");
  await startServer();
}
