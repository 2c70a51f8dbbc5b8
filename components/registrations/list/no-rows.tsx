import Inbox from "lucide-react/icons/inbox";
import SearchX from "lucide-react/icons/search-x";
import type { ReactNode } from "react";
import { listAddress, withoutChips, withoutSearch } from "@/components/registrations/filter/address";
import { countText } from "@/components/registrations/list-count";
import { NearRows } from "@/components/search/near-rows";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import type { Translator } from "@/lib/i18n/translator";
import { CHIP_FILTERS, EMPTY_FILTER, keyOf, LIST_TABS, type ListTab } from "@/lib/registrations/list/filter";
import type { Near } from "@/lib/registrations/registration-view";
import { getLocale, getTranslator } from "@/lib/server/language";
import type { ListState } from "./list-state";

/** Why there is nothing to show, and the way on. */
export async function NoRows({
  state: { filter, isExplicit, whose, seesContacts },
  counts,
  wasCut,
  near,
  start,
  isFresh,
}: {
  state: ListState;
  counts: Readonly<Record<ListTab, number>> | null;
  /** Whether not everything could be looked at: then nobody knows that there is nothing. */
  wasCut: boolean;
  near: Near | null;
  /** What stands there while there is no registration at all. */
  start: ReactNode;
  /** Whether there is none, of nobody. */
  isFresh: boolean;
}) {
  const [locale, t, search, status] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("search"),
    getTranslator("status"),
  ]);
  const { tab, query } = filter;
  const isMine = filter.owner === "me";
  if (filter.cursor !== null && !wasCut && counts?.[tab] !== 0) {
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        title={t("emptyPageTitle")}
        actions={
          <ButtonLink href={listAddress({ ...filter, cursor: null }, { isExplicit })} variant="primary">
            {t("firstPage")}
          </ButtonLink>
        }
      >
        {t("emptyPageText")}
      </EmptyState>
    );
  }
  if (keyOf(filter.sort) === "followup" && filter.turn !== "due" && !wasCut && !isFresh) {
    const filters = await getTranslator("filters");
    const { sort } = EMPTY_FILTER;
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        title={t("noFollowUpTitle")}
        actions={
          <ButtonLink href={listAddress({ ...filter, sort, cursor: null }, { isExplicit })} variant="primary">
            {filters(`sorts.${sort}`)}
          </ButtonLink>
        }
      >
        {t("noFollowUpText")}
      </EmptyState>
    );
  }
  const hasChips = CHIP_FILTERS.some((name) => filter[name] !== null && !(name === "owner" && isMine));
  if (query || hasChips) {
    const clearSearch = listAddress(withoutSearch(filter, whose), { isExplicit });
    const clearFilters = listAddress(withoutChips(filter), { isExplicit });
    const elsewhere = tabsWithHits(filter.tab, counts);
    return (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title={emptyTitle(t, { query, wasCut, isElsewhere: elsewhere.length > 0 })}
        actions={
          <>
            {near ? (
              <ButtonLink
                href={listAddress({ ...filter, tab: "all", query: near.query, cursor: null }, { isExplicit })}
                variant="primary"
              >
                {search("didYouMean", { query: near.query })}
              </ButtonLink>
            ) : null}
            {elsewhere.map((other) => (
              <ButtonLink
                key={other}
                href={listAddress({ ...filter, tab: other, cursor: null }, { isExplicit })}
                variant="primary"
              >
                {[other === "all" ? t("tabAll") : status(other), counts && countText(counts[other], locale)]
                  .filter(Boolean)
                  .join(" ")}
              </ButtonLink>
            ))}
            {query ? <ButtonLink href={clearSearch}>{t("clearSearch")}</ButtonLink> : null}
            {hasChips ? <ButtonLink href={clearFilters}>{t("clearFilters")}</ButtonLink> : null}
          </>
        }
      >
        {near && near.rows.length > 0 ? (
          <NearRows rows={near.rows} />
        ) : elsewhere.length > 0 || wasCut ? null : query ? (
          t(seesContacts ? "noHitText" : "noHitMaskedText")
        ) : (
          t("noMatchText")
        )}
      </EmptyState>
    );
  }
  if (isMine && !isFresh) {
    const layout = await getTranslator("layout");
    return (
      <EmptyState
        icon={<Inbox aria-hidden="true" />}
        title={t("emptyMineTitle")}
        actions={
          <ButtonLink href={listAddress({ ...filter, owner: null, cursor: null }, { isExplicit })}>
            {layout("team")}
          </ButtonLink>
        }
      >
        {t("emptyMineText")}
      </EmptyState>
    );
  }
  if (!isFresh && LIST_TABS.some((other) => counts === null || counts[other] > 0)) {
    return (
      <EmptyState icon={<Inbox aria-hidden="true" />} title={t("emptyTabTitle")}>
        {t(`emptyTab.${tab}`)}
      </EmptyState>
    );
  }
  return (
    start ?? (
      <EmptyState icon={<Inbox aria-hidden="true" />} title={t("emptyTitle")}>
        {t("emptyViewer")}
      </EmptyState>
    )
  );
}

/** The tabs to look into where this one has nothing; without counts nobody knows, so that it may be any. */
function tabsWithHits(
  tab: ListTab,
  counts: Readonly<Record<ListTab, number>> | null,
): readonly ("all" | "archived")[] {
  const others = (["all", "archived"] as const).filter((other) => other !== tab);
  return counts === null ? others : others.filter((other) => counts[other] > 0);
}

function emptyTitle(
  t: Translator<"list">,
  { query, wasCut, isElsewhere }: { query: string; wasCut: boolean; isElsewhere: boolean },
): string {
  if (isElsewhere) return query ? t("noHitHereTitle", { query }) : t("noMatchHereTitle");
  if (wasCut) return t("nothingYetTitle");
  return query ? t("noHitTitle", { query }) : t("noMatchTitle");
}
