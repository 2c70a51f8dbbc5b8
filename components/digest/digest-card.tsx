import clsx from "clsx";
import Link from "next/link";
import { listAddress } from "@/components/registrations/filter/address";
import { Card } from "@/components/ui/card";
import { DIGEST_LINES, type Digest, type DigestLine, digestFilter, UNCOUNTED } from "@/lib/digest/digest";
import { formatNumber } from "@/lib/i18n/format";
import { getLocale, getTranslator } from "@/lib/server/language";

const LINES_OF = {
  yesterday: ["new", "invited", "verified"],
  now: DIGEST_LINES.slice(3),
} as const satisfies Record<string, readonly DigestLine[]>;

/** One half of a digest: each figure leads to those whom it counts. */
export async function DigestCard({
  part,
  digest,
  isMine,
}: {
  part: keyof typeof LINES_OF;
  digest: Digest;
  isMine: boolean;
}) {
  const [t, locale] = await Promise.all([getTranslator("digest"), getLocale()]);
  return (
    <Card title={t(part)} flush>
      <ul>
        {LINES_OF[part].map((line) => {
          const count = digest[line];
          return (
            <li
              key={line}
              className="relative flex items-baseline gap-3 border-t px-4 py-2.5 hover:bg-hover/60 sm:px-5"
            >
              <span
                className={clsx(
                  "w-16 shrink-0 text-right font-semibold text-lg tabular-nums",
                  count === 0 && "text-ink-faint",
                )}
              >
                {count === null ? t("many") : formatNumber(count, locale)}
              </span>
              {count === 0 ? (
                <span className="text-ink-soft">{t(`lines.${line}`, { count: count ?? UNCOUNTED })}</span>
              ) : (
                <Link
                  href={listAddress(digestFilter(line, { isMine }), { isExplicit: true })}
                  prefetch={false}
                  className="font-medium after:absolute after:inset-0"
                >
                  {t(`lines.${line}`, { count: count ?? UNCOUNTED })}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
