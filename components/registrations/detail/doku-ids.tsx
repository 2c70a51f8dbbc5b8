import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { CopyableId } from "@/components/ui/text/copyable-id";
import { formatDateTime } from "@/lib/i18n/format";
import type { BusinessView } from "@/lib/registrations/registration-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";

/**
 * The mapping of our reference to the ids DOKU gave, with their source: the reason why the product exists. Shows
 * nothing before there are any.
 */
export async function DokuIds({
  partnerReference,
  businesses,
  actions,
}: {
  partnerReference: string;
  businesses: readonly BusinessView[];
  /** Stands beside the heading, such as the way to where DOKU shows them. */
  actions: ReactNode;
}) {
  const [t, common, style] = await Promise.all([
    getTranslator("detail"),
    getTranslator("common"),
    getTimeStyle(),
  ]);
  return businesses.map(({ businessId, brandIds, source, receivedAt }) => {
    const words = (id: string) => ({
      copyLabel: common("copy", { what: id }),
      copiedLabel: common("copied"),
      refusedLabel: common("copyRefused"),
    });
    return (
      <Card
        key={businessId}
        title={t("idsTitle")}
        actions={actions}
        description={`${t(source === "person" ? "sourcePerson" : "sourceDoku")} · ${t("receivedAt", { time: formatDateTime(new Date(receivedAt), style) })}`}
      >
        <DescriptionList>
          <DescriptionItem term={t("ourReference")}>
            <CopyableId id={partnerReference} {...words(partnerReference)} />
          </DescriptionItem>
          <DescriptionItem term={t("businessId")}>
            <CopyableId id={businessId} {...words(businessId)} />
          </DescriptionItem>
          {brandIds.map((brandId) => (
            <DescriptionItem key={brandId} term={t("brandId")}>
              <CopyableId id={brandId} {...words(brandId)} />
            </DescriptionItem>
          ))}
          {brandIds.length === 0 ? (
            <DescriptionItem term={t("brandId")}>
              <span className="text-ink-faint">{t("noBrand")}</span>
            </DescriptionItem>
          ) : null}
        </DescriptionList>
      </Card>
    );
  });
}
