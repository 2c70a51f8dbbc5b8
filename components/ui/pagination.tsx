import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import type { Route } from "next";
import { ButtonLink } from "./button-link";

/** Newer and older pages of a list. Shows nothing when there is only one page. */
export function Pagination({
  label,
  newer,
  older,
  newerLabel,
  olderLabel,
}: {
  label: string;
  newer: Route | null;
  older: Route | null;
  newerLabel: string;
  olderLabel: string;
}) {
  if (newer === null && older === null) return null;
  return (
    <nav aria-label={label} className="flex justify-between gap-2">
      <span>
        {newer === null ? null : (
          <ButtonLink href={newer} prefetch={false} size="small" icon={<ChevronLeft aria-hidden="true" />}>
            {newerLabel}
          </ButtonLink>
        )}
      </span>
      {older === null ? null : (
        <ButtonLink
          href={older}
          prefetch={false}
          size="small"
          className="flex-row-reverse"
          icon={<ChevronRight aria-hidden="true" />}
        >
          {olderLabel}
        </ButtonLink>
      )}
    </nav>
  );
}
