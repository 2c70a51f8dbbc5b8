import clsx from "clsx";
import CalendarClock from "lucide-react/icons/calendar-clock";
import ChevronRight from "lucide-react/icons/chevron-right";
import Hourglass from "lucide-react/icons/hourglass";
import MessageCircleOff from "lucide-react/icons/message-circle-off";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { BulkActions } from "@/components/bulk/bulk-actions";
import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { causeWords } from "@/components/registrations/cause-words";
import { listAddress } from "@/components/registrations/filter/address";
import { FixButton } from "@/components/registrations/fix/fix-button";
import { countText } from "@/components/registrations/list-count";
import { StatusIcon } from "@/components/registrations/status-badge";
import { WorkButton } from "@/components/registrations/work/work-button";
import { ButtonLink } from "@/components/ui/button-link";
import { EMPTY_FILTER, keptQuery, type ListFilter, type Turn } from "@/lib/registrations/list/filter";
import { getLocale, getTranslator } from "@/lib/server/language";
import { seenMark } from "./cookie";
import { NeedsYouFold } from "./fold";
import { NeedsYouJob } from "./job";

export type NeedsYouView = {
  groups: readonly {
    cause: string;
    kind: "refused" | "unsure" | "not_sent";
    count: number;
    problem: string | null;
    problemField: string | null;
    help: string | null;
  }[];
  moreGroups: number;
  unsure: number;
  refused: number;
  notSent: number;
  turns: Readonly<Record<Turn, number>> | null;
};

type Item = {
  key: string;
  icon: ReactNode;
  count: number;
  text: string;
  /** What helps, as the team knows it. */
  help?: string | null;
  href: Route | null;
  action: ReactNode;
};

const ICON = "size-4 shrink-0";

/** What was planned for today first, then what somebody asked for, then what nobody speaks of. */
const SHOWN_TURNS = ["due", "action", "review", "quiet"] as const satisfies readonly Turn[];
const TURN_ICONS = { due: CalendarClock, action: TriangleAlert, review: Hourglass, quiet: MessageCircleOff };
const TURN_TONES = {
  due: "text-accent-ink",
  action: "text-warning-ink",
  review: "text-info-ink",
  quiet: "text-ink-soft",
} as const satisfies Record<Turn, string>;

/** A group as a list: the earliest follow-up first where that is what it goes by. */
function turnFilter(turn: Turn, owner: ListFilter["owner"]): ListFilter {
  return { ...EMPTY_FILTER, turn, owner, sort: turn === "due" ? "followup_asc" : EMPTY_FILTER.sort };
}

/** So many beside those stand there at once; the rest is folded away. */
const SHOWN = 4;

/** What waits for a person, grouped by why, each with the one thing to do. Nothing where nothing waits. */
export async function NeedsYou({
  needs,
  owner,
  seen,
  bulkActions,
}: {
  needs: NeedsYouView;
  /** Whose registrations these are. */
  owner: ListFilter["owner"];
  /** The mark of what was seen; see `seenMark`. */
  seen: string | undefined;
  bulkActions: BulkActions;
}) {
  const [locale, t, fixing, translators, filters] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("fixing"),
    getCauseTranslators(),
    getTranslator("filters"),
  ]);
  const show = (filter: ListFilter) => (
    <ButtonLink href={listAddress(filter)} prefetch={false} size="small">
      {t("needs.show")}
    </ButtonLink>
  );
  const job = (kind: "retry" | "check", filter: ListFilter) => (
    <NeedsYouJob kind={kind} label={t(`needs.${kind}`)} query={keptQuery(filter)} actions={bulkActions} />
  );
  const fix = (filter: ListFilter, count: number) => (
    <span className="flex gap-1.5">
      {show(filter)}
      <FixButton query={keptQuery(filter)}>{fixing("fixOne", { count: countText(count, locale) })}</FixButton>
    </span>
  );
  const groupItems = needs.groups
    .filter(({ kind }) => kind !== "unsure")
    .map(({ cause, kind, count, problem, help }): Item => {
      const tab = kind === "refused" ? "NEEDS_FIX" : "FAILED";
      const filter: ListFilter = {
        ...EMPTY_FILTER,
        tab,
        owner,
        cause,
      };
      return {
        key: cause,
        icon: <StatusIcon status={tab} className={clsx(ICON, "text-danger-ink")} />,
        count,
        text: causeWords(cause, translators, { problem }),
        help,
        href: listAddress(filter),
        action: kind === "refused" ? fix(filter, count) : job("retry", filter),
      };
    });
  const turnItems = SHOWN_TURNS.filter((turn) => (needs.turns?.[turn] ?? 0) > 0).map((turn): Item => {
    const filter = turnFilter(turn, owner);
    const Icon = TURN_ICONS[turn];
    return {
      key: turn,
      icon: <Icon aria-hidden="true" className={clsx(ICON, TURN_TONES[turn])} />,
      count: needs.turns?.[turn] ?? 0,
      text: filters(`turns.${turn}`),
      help: t(`needs.turns.${turn}`),
      href: listAddress(filter),
      action: (
        <WorkButton query={keptQuery(filter)} describedBy={wordsId(turn)}>
          {t("needs.work")}
        </WorkButton>
      ),
    };
  });
  const unsure: ListFilter = { ...EMPTY_FILTER, tab: "UNCONFIRMED", owner };
  const items: Item[] = [
    ...(needs.unsure > 0
      ? [
          {
            key: "unsure",
            icon: <StatusIcon status="UNCONFIRMED" className={clsx(ICON, "text-warning-ink")} />,
            count: needs.unsure,
            text: t("needs.unsure"),
            href: listAddress(unsure),
            action: job("check", unsure),
          },
        ]
      : []),
    ...turnItems,
    ...groupItems,
  ];
  const shown = SHOWN + turnItems.length;
  if (items.length === 0) return null;
  const mark = seenMark([owner ?? "", ...items.map(({ key }) => key)]);
  const rows = items.map((item) => (
    <NeedsRow key={item.key} item={item} count={countText(item.count, locale)} />
  ));
  return (
    <NeedsYouFold
      isOpen={mark !== seen}
      seen={mark}
      title={t("needs.title")}
      counts={<NeedsCounts needs={needs} owner={owner} />}
    >
      <ul className="divide-y border-t">{rows.slice(0, shown)}</ul>
      {needs.groups.filter(({ kind }) => kind === "refused").length > 1 ? (
        <p className="flex justify-end border-t py-1.5 pr-1.5">
          <FixButton query={keptQuery({ ...EMPTY_FILTER, tab: "NEEDS_FIX", owner })}>
            {fixing("fixAll")}
          </FixButton>
        </p>
      ) : null}
      {rows.length > shown ? (
        <details className="group border-t">
          <summary className="-outline-offset-2 flex h-9 list-none items-center gap-2.5 rounded-b-xl px-4 text-ink-soft text-sm hover:text-ink">
            <ChevronRight aria-hidden="true" className="size-4 text-ink-faint group-open:rotate-90" />
            {t("needs.more", { count: rows.length - shown })}
          </summary>
          <ul className="divide-y border-t">{rows.slice(shown)}</ul>
          {needs.moreGroups > 0 ? (
            <p className="border-t px-4 py-2 text-ink-faint text-sm">
              {t("needs.moreGroups", { count: needs.moreGroups })}
            </p>
          ) : null}
        </details>
      ) : null}
    </NeedsYouFold>
  );
}

const COUNTED = [
  { tab: "NEEDS_FIX", count: "refused", tone: "text-danger-ink" },
  { tab: "UNCONFIRMED", count: "unsure", tone: "text-warning-ink" },
  { tab: "FAILED", count: "notSent", tone: "text-danger-ink" },
] as const;

/** How much of each there is, each leading to it. */
async function NeedsCounts({ needs, owner }: { needs: NeedsYouView; owner: ListFilter["owner"] }) {
  const [locale, status, filters] = await Promise.all([
    getLocale(),
    getTranslator("status"),
    getTranslator("filters"),
  ]);
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm max-sm:gap-x-3 max-sm:pl-3">
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

function wordsId(key: string): string {
  return `needs-${key}`;
}

function NeedsRow({ item: { key, icon, text, help, href, action }, count }: { item: Item; count: string }) {
  const words = (
    <>
      <span className="font-semibold tabular-nums">{count}</span>
      <span className="text-ink-faint"> · </span>
      {text}
    </>
  );
  return (
    <li className="flex items-center gap-2.5 py-1.5 pr-1.5 pl-4 max-sm:flex-wrap max-sm:py-2.5">
      {icon}
      <p id={wordsId(key)} className="line-clamp-2 min-w-0 flex-1 [overflow-wrap:anywhere]">
        {href ? (
          <Link href={href} prefetch={false} className="rounded hover:underline">
            {words}
          </Link>
        ) : (
          words
        )}
        {help ? <span className="text-ink-soft text-sm"> {help}</span> : null}
      </p>
      <span className="max-sm:w-full max-sm:pl-7">{action}</span>
    </li>
  );
}
