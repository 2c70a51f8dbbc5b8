import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { listAddress } from "@/components/registrations/filter/address";
import { countText } from "@/components/registrations/list-count";
import { StatusIcon } from "@/components/registrations/status-badge";
import { EMPTY_FILTER, type ListFilter, type Turn } from "@/lib/registrations/list/filter";
import type { NeedsYou } from "@/lib/registrations/list/turn";
import { getLocale, getTranslator } from "@/lib/server/language";

/** What was planned for today first, then what somebody asked for or said, then what nobody speaks of. */
export const SHOWN_TURNS = [
  "due",
  "action",
  "rejected",
  "unknown",
  "review",
  "quiet",
] as const satisfies readonly Turn[];
/** A group as a list: the earliest follow-up first where that is what it goes by. */
export function turnFilter(turn: Turn, owner: ListFilter["owner"]): ListFilter {
  return { ...EMPTY_FILTER, turn, owner, sort: turn === "due" ? "followup_asc" : EMPTY_FILTER.sort };
}

/** Where the notes that mention a person stand. */
export const MENTIONS_HREF: Route = "/follow-ups#mentions";

const COUNTED = [
  { tab: "NEEDS_FIX", count: "refused", tone: "text-danger-ink" },
  { tab: "UNCONFIRMED", count: "unsure", tone: "text-warning-ink" },
  { tab: "FAILED", count: "notSent", tone: "text-danger-ink" },
] as const;

/** How much of each there is, each leading to it. */
export async function NeedsCounts({ needs, owner }: { needs: NeedsYou; owner: ListFilter["owner"] }) {
  const [locale, t, status, filters] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("status"),
    getTranslator("filters"),
  ]);
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 py-1 text-sm max-sm:pl-3">
      {COUNTED.filter(({ count }) => needs[count] > 0).map(({ tab, count, tone }) => (
        <li key={tab}>
          <Link
            href={listAddress({ ...EMPTY_FILTER, tab, owner })}
            prefetch={false}
            className="touch-target inline-flex items-center gap-1.5 rounded text-ink-soft hover:text-ink hover:underline"
          >
            <StatusIcon status={tab} className={clsx("size-3.5 shrink-0", tone)} />
            <span className="font-semibold text-ink tabular-nums">{countText(needs[count], locale)}</span>
            {status(tab)}
          </Link>
        </li>
      ))}
      {needs.mentions ? (
        <li>
          <Link
            href={MENTIONS_HREF}
            prefetch={false}
            className="touch-target inline-flex items-center gap-1.5 rounded text-ink-soft hover:text-ink hover:underline"
          >
            <span className="font-semibold text-ink tabular-nums">{countText(needs.mentions, locale)}</span>
            {t("needs.mentionsShort", { count: needs.mentions })}
          </Link>
        </li>
      ) : null}
      {SHOWN_TURNS.filter((turn) => (needs.turns?.[turn] ?? 0) > 0).map((turn) => (
        <li key={turn}>
          <Link
            href={listAddress(turnFilter(turn, owner))}
            prefetch={false}
            className="touch-target inline-flex items-center gap-1.5 rounded text-ink-soft hover:text-ink hover:underline"
          >
            <span className="font-semibold text-ink tabular-nums">
              {countText(needs.turns?.[turn] ?? 0, locale)}
            </span>
            {filters(`turnsShort.${turn}`)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
