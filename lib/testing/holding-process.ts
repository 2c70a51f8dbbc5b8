import { startHolder } from "@/lib/holders/holder";

/** A process of its own that holds the place of a worker, to be stopped and continued; answers each message with its id. */
async function main(connectionString: string, pulseMs: number, silenceMs: number): Promise<void> {
  const holder = await startHolder({ connectionString, kind: "worker", pulseMs, silenceMs });
  process.on("message", () => process.send?.(holder.currentId()));
  process.send?.(holder.currentId());
}

const [connectionString = "", pulseMs, silenceMs] = process.argv.slice(2);
void main(connectionString, Number(pulseMs), Number(silenceMs));
