import FileUp from "lucide-react/icons/file-up";
import Inbox from "lucide-react/icons/inbox";
import Plus from "lucide-react/icons/plus";
import SearchX from "lucide-react/icons/search-x";
import type { Route } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { getTranslator } from "@/lib/i18n/server";
import { LIST_TABS, type ListTab } from "@/lib/registrations/list-filter";
import { CHIP_FILTERS, listAddress, withoutChips } from "./list-address";
import type { ListState } from "./registration-list";

/** Why there is nothing to show, and the way on. */
export async function NoRows({
  state: { filter, hasDefaultView: isExplicit },
  counts,
  newHref,
  uploadHref,
}: {
  state: ListState;
  counts: Readonly<Record<ListTab, number>> | null;
  newHref: Route | null;
  uploadHref: Route | null;
}) {
  const t = await getTranslator("list");
  const { tab, query } = filter;
  const hasChips = CHIP_FILTERS.some((name) => filter[name] !== null);
  if (query || hasChips) {
    const clearSearch = listAddress({ ...filter, query: "", cursor: null }, { isExplicit });
    const clearFilters = listAddress(withoutChips(filter), { isExplicit });
    return (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title={query ? t("noHitTitle", { query }) : t("noMatchTitle")}
        actions={
          <>
            {query ? <ButtonLink href={clearSearch}>{t("clearSearch")}</ButtonLink> : null}
            {hasChips ? <ButtonLink href={clearFilters}>{t("clearFilters")}</ButtonLink> : null}
          </>
        }
      >
        {query ? t("noHitText") : t("noMatchText")}
      </EmptyState>
    );
  }
  if (LIST_TABS.some((other) => counts === null || counts[other] > 0)) {
    return (
      <EmptyState icon={<Inbox aria-hidden="true" />} title={t("emptyTabTitle")}>
        {t(`emptyTab.${tab}`)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Inbox aria-hidden="true" />}
      title={t("emptyTitle")}
      actions={
        <>
          {newHref ? (
            <ButtonLink href={newHref} variant="primary" icon={<Plus aria-hidden="true" />}>
              {t("newRegistration")}
            </ButtonLink>
          ) : null}
          {uploadHref ? (
            <ButtonLink href={uploadHref} icon={<FileUp aria-hidden="true" />}>
              {t("upload")}
            </ButtonLink>
          ) : null}
        </>
      }
    >
      {t(newHref ? "emptyText" : "emptyViewer")}
    </EmptyState>
  );
}
