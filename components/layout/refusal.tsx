import LockKeyhole from "lucide-react/icons/lock-keyhole";
import MapPinOff from "lucide-react/icons/map-pin-off";
import type { Route } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { getTranslator } from "@/lib/server/language";

/** A page that may not be seen or is not there: the sentence of `errors` and a way on. */
export async function Refusal({ kind, href }: { kind: "not_found" | "not_allowed"; href: Route }) {
  const t = await getTranslator("errors");
  return (
    <EmptyState
      icon={kind === "not_found" ? <MapPinOff aria-hidden="true" /> : <LockKeyhole aria-hidden="true" />}
      title={<h1>{t(kind === "not_found" ? "notFoundTitle" : "notAllowedTitle")}</h1>}
      actions={
        <ButtonLink href={href} variant="primary">
          {t("toRegistrations")}
        </ButtonLink>
      }
    >
      {t(kind)}
    </EmptyState>
  );
}
