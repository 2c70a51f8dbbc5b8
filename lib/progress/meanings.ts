import type { ClientBase } from "pg";
import type { Progress } from "@/lib/generated/prisma/enums";
import type { MeaningOf, PlacedValue } from "@/lib/progress/meaning";

type Db = Pick<ClientBase, "query">;
type Row = PlacedValue & { meaning: Progress | null; saysNothing: boolean };

const READ = `
  select place, raw, meaning, says_nothing as "saysNothing" from progress_meaning
   where (place, raw) in (select * from unnest($1::text[], $2::text[]))`;

const REMEMBER = `
  insert into progress_meaning (place, raw, seen_at)
  select place, raw, clock_timestamp() from unnest($1::text[], $2::text[]) as seen(place, raw)
  on conflict (place, raw) do nothing`;

/** What the values mean as an admin has decided. */
export async function readMeanings(db: Db, values: readonly PlacedValue[]): Promise<MeaningOf> {
  const { rows } = values.length === 0 ? { rows: [] } : await db.query<Row>(READ, columnsOf(values));
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  return (value) => {
    const row = known.get(keyOf(value));
    return row?.saysNothing ? "says_nothing" : (row?.meaning ?? null);
  };
}

/** Keeps those that nobody has seen before, to be asked about. */
export async function rememberValues(db: Db, values: readonly PlacedValue[]): Promise<void> {
  if (values.length > 0) await db.query(REMEMBER, columnsOf(values));
}

/** In one order, so that two who meet the same new values wait for each other in no circle. */
function columnsOf(values: readonly PlacedValue[]): [places: string[], raws: string[]] {
  const sorted = values.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return [sorted.map(({ place }) => place), sorted.map(({ raw }) => raw)];
}

const keyOf = ({ place, raw }: PlacedValue): string => `${place}\n${raw}`;
