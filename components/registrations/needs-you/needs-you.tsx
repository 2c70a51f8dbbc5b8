import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import AtSign from "lucide-react/icons/at-sign";
import CalendarClock from "lucide-react/icons/calendar-clock";
import ChevronRight from "lucide-react/icons/chevron-right";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import CircleX from "lucide-react/icons/circle-x";
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
import type { NeedsYou as Needs } from "@/lib/registrations/list/turn";
import { getLocale, getTranslator } from "@/lib/server/language";
import { seenMark } from "./cookie";
import { MENTIONS_HREF, NeedsCounts, SHOWN_TURNS, turnFilter } from "./counts";
import { NeedsYouFold } from "./fold";
import { NeedsYouJob } from "./job";

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

const TURN_ICONS = {
  due: CalendarClock,
  action: TriangleAlert,
  rejected: CircleX,
  unknown: CircleHelp,
  review: Hourglass,
  quiet: MessageCircleOff,
} as const satisfies Record<Turn, LucideIcon>;
const TURN_TONES = {
  due: "text-accent-ink",
  action: "text-warning-ink",
  rejected: "text-danger-ink",
  unknown: "text-warning-ink",
  review: "text-info-ink",
  quiet: "text-ink-soft",
} as const satisfies Record<Turn, string>;

/** So many beside those stand there at once; the rest is folded away. */
const SHOWN = 4;

/** What waits for a person, grouped by why, each with the one thing to do. Nothing where nothing waits. */
export async function NeedsYou({
  needs,
  owner,
  seen,
  mayExplain,
  bulkActions,
}: {
  needs: Needs;
  /** Whose registrations these are. */
  owner: ListFilter["owner"];
  /** The mark of what was seen; see `seenMark`. */
  seen: string | undefined;
  /** Whether they may say what a value of DOKU means. */
  mayExplain: boolean;
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
      help: t(turn === "unknown" && mayExplain ? "needs.explainText" : `needs.turns.${turn}`),
      href: listAddress(filter),
      action: (
        <span className="flex flex-wrap gap-1.5">
          {turn === "unknown" && mayExplain ? (
            <ButtonLink href="/settings/progress" prefetch={false} size="small">
              {t("needs.explain")}
            </ButtonLink>
          ) : null}
          <WorkButton query={keptQuery(filter)} describedBy={wordsId(turn)}>
            {t("needs.work")}
          </WorkButton>
        </span>
      ),
    };
  });
  const mentions = needs.mentions ?? 0;
  const mentionItems: Item[] =
    mentions > 0
      ? [
          {
            key: "mentions",
            icon: <AtSign aria-hidden="true" className={clsx(ICON, "text-accent-ink")} />,
            count: mentions,
            text: t("needs.mentions", { count: mentions }),
            href: MENTIONS_HREF,
            action: (
              <ButtonLink href={MENTIONS_HREF} prefetch={false} size="small">
                {t("needs.readMentions")}
              </ButtonLink>
            ),
          },
        ]
      : [];
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
    ...mentionItems,
    ...turnItems,
    ...groupItems,
  ];
  const shown = SHOWN + turnItems.length + mentionItems.length;
  if (items.length === 0) return null;
  const mark = seenMark([owner ?? "", ...items.map(({ key }) => key)]);
  const rows = items.map((item) => (
    <NeedsRow key={item.key} item={item} count={countText(item.count, locale)} />
  ));
  const hasMore = rows.length > shown;
  return (
    <NeedsYouFold
      isOpen={mark !== seen}
      seen={mark}
      title={t("needs.title")}
      counts={<NeedsCounts needs={needs} owner={owner} />}
    >
      <ul className="divide-y border-t">{rows.slice(0, shown)}</ul>
      <div className="relative">
        {needs.groups.filter(({ kind }) => kind === "refused").length > 1 ? (
          <p
            className={clsx(
              "flex justify-end pr-1.5",
              hasMore ? "absolute top-0.5 right-0" : "border-t py-1.5",
            )}
          >
            <FixButton query={keptQuery({ ...EMPTY_FILTER, tab: "NEEDS_FIX", owner })}>
              {fixing("fixAll")}
            </FixButton>
          </p>
        ) : null}
        {hasMore ? (
          <details className="group border-t">
            <summary className="-outline-offset-2 flex h-9 list-none items-center gap-2.5 rounded-b-xl max-sm:h-10 px-4 text-ink-soft text-sm hover:text-ink">
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
      </div>
    </NeedsYouFold>
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
        {help ? <span className="ml-1.5 text-ink-soft text-sm"> {help}</span> : null}
      </p>
      <span className="max-sm:w-full max-sm:pl-7">{action}</span>
    </li>
  );
}
