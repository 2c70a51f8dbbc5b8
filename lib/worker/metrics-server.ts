import { createServer } from "node:http";
import type { Pool } from "pg";
import { logger } from "@/lib/logger";
import { metrics } from "@/lib/metrics";

/** Answers scrapes at /metrics, on the loopback alone. A port that is taken costs the figures, never the worker. */
export function serveMetrics(port: number, pool: Pool): void {
  const server = createServer(async (request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    const { contentType, text } = await metrics().scrape(pool);
    response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(text);
  });
  server.on("error", (error) => logger.error({ err: error }, "metrics cannot be served"));
  server.listen(port, "127.0.0.1");
}
