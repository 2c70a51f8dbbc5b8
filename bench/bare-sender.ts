// A program of its own, so that it can be killed: sends what has not been inserted yet. Arguments: the stand-in's
// address, how many are in flight, the references.
import pg from "pg";
import { makeBareLoop } from "./bare-loop";

async function sendRest(): Promise<void> {
  const [url = "", inFlight = "", ...references] = process.argv.slice(2);
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(inFlight) });
  const { rows } = await pool.query<{ reference: string }>("select reference from bare");
  const done = new Set(rows.map(({ reference }) => reference));
  console.log("ready");
  await makeBareLoop(url, pool, Number(inFlight))(references.filter((reference) => !done.has(reference)));
  await pool.end();
}

void sendRest();
