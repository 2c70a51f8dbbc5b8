import fc from "fast-check";
import { PROGRESSES, WHO } from "@/lib/progress/progress";
import { MAX_CHOICES, writeChoices } from "@/lib/registrations/list/choices";
import { isText, NO_TIME } from "@/lib/registrations/list/cursor";
import { type DateRange, RELATIVE_RANGES } from "@/lib/registrations/list/date-range";
import {
  keyOf,
  LIST_COLUMNS,
  LIST_SORTS,
  LIST_TABS,
  type ListFilter,
  QUERY_MAX_LENGTH,
  TURNS,
  usualColumns,
} from "@/lib/registrations/list/filter";
import { cleanLine } from "@/lib/text/characters";

const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Any range that an address can hold. */
export const anyDateRange: fc.Arbitrary<DateRange> = fc.oneof(
  fc.constantFrom(...RELATIVE_RANGES),
  fc.uniqueArray(day, { minLength: 1, maxLength: 2 }).map((days) => {
    const [from = null, to = from] = days.sort();
    return { from, to };
  }),
  day.map((from) => ({ from, to: null })),
  day.map((to) => ({ from: null, to })),
);

const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
/** None, one or several values, or everything but those. */
const several = (value: fc.Arbitrary<string>, isNot = fc.boolean()) =>
  fc.record({ values: fc.array(value, { maxLength: MAX_CHOICES }), isNot }).map(writeChoices);
const cause = fc.oneof(
  fc.stringMatching(/^refused\.[A-Za-z]{1,40}\.[0-9a-f]{8}$/),
  fc.stringMatching(/^(unsure|not_sent)\.[a-z0-9_]{1,60}$/),
);
const columns = fc
  .shuffledSubarray([...LIST_COLUMNS], { minLength: 1 })
  .filter((some) => LIST_TABS.every((tab) => some.join() !== usualColumns(tab).join()));
const cursor = (sort: ListFilter["sort"]) =>
  fc.record({
    by: fc.constant(keyOf(sort)),
    direction: fc.constantFrom("older" as const, "newer" as const),
    at: isText(keyOf(sort))
      ? fc.constant(NO_TIME)
      : fc
          .date({ min: new Date("2001-09-10"), max: new Date("2099-12-31"), noInvalidDate: true })
          .map((date) => date.toISOString()),
    id: fc.uuid(),
    before: fc.option(fc.nat({ max: 999_999_999 }), { nil: null }),
  });

/** Any list that an address can say. */
export const anyListFilter: fc.Arbitrary<ListFilter> = fc.constantFrom(...LIST_SORTS).chain((sort) =>
  fc.record({
    tab: fc.constantFrom(...LIST_TABS),
    query: fc.string({ unit: "binary", maxLength: 300 }).map((text) => {
      const query = cleanLine(text);
      return query.length > QUERY_MAX_LENGTH ? "" : query;
    }),
    owner: several(fc.oneof(fc.constant("me"), fc.uuid())),
    credential: several(fc.uuid()),
    referral: several(fc.stringMatching(/^[A-Za-z0-9]{1,6}$/)),
    cause: several(cause),
    batch: several(fc.uuid(), fc.constant(false)),
    progress: several(fc.constantFrom(...PROGRESSES)),
    who: several(fc.constantFrom(...WHO)),
    turn: orNull(fc.constantFrom(...TURNS)),
    created: orNull(anyDateRange),
    updated: orNull(anyDateRange),
    invited: orNull(anyDateRange),
    since: orNull(anyDateRange),
    sort: fc.constant(sort),
    columns: orNull(columns),
    view: orNull(fc.uuid()),
    cursor: orNull(cursor(sort)),
  }),
);
