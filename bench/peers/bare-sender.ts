// What people write first: sends the merchants of a file that it has not kept yet. Arguments: the stand-in's address, a
// file of merchants, how many are in flight; one is a plain script.
import pg from "pg";
import { makeBareLoop } from "../bare-loop";
import { referencesOf, tellSpent } from "./merchants";

async function sendRest(): Promise<void> {
  const [url = "", file = "", inFlight = ""] = process.argv.slice(2);
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(inFlight) });
  const { rows } = await pool.query<{ reference: string }>("select reference from bare");
  const done = new Set(rows.map(({ reference }) => reference));
  const rest = referencesOf(file).filter((reference) => !done.has(reference));
  console.log("ready");
  await makeBareLoop(url, pool, Number(inFlight))(rest);
  await pool.end();
  tellSpent();
}

void sendRest();
