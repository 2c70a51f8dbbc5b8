import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { TimeText } from "@/components/ui/time-text";
import { formatTime, type TimeStyle } from "@/lib/i18n/format";
import { getTimeStyle, getTranslator } from "@/lib/i18n/server";
import type { Translator } from "@/lib/i18n/translator";
import type { ListColumn } from "@/lib/registrations/list-filter";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { type CauseTranslators, causeWords } from "./cause-words";
import { StatusBadge } from "./status-badge";

/** What the cells say their facts with; read once for all rows of a page. */
export type RowWords = CauseTranslators & {
  list: Translator<"list">;
  status: Translator<"status">;
  style: TimeStyle;
  now: Date;
};

export async function readRowWords(): Promise<RowWords> {
  const [list, status, filters, detail, style] = await Promise.all([
    getTranslator("list"),
    getTranslator("status"),
    getTranslator("filters"),
    getTranslator("detail"),
    getTimeStyle(),
  ]);
  return { list, status, filters, detail, style, now: new Date() };
}

type RowCell = {
  /** Of the cell and of its heading. */
  className: string;
  render: (row: RegistrationRow, words: RowWords, columns: readonly ListColumn[]) => ReactNode;
};

const ASIDE = "max-sm:mt-1.5 whitespace-nowrap text-ink-soft max-sm:col-span-2 max-sm:whitespace-normal";

/** One cell per column. On cards the merchant and the status share the first line, and every other fact names itself. */
export const ROW_CELLS = {
  merchant: {
    className: "w-2/5 min-w-40 max-w-0 max-sm:w-auto max-sm:min-w-0 max-sm:max-w-none max-sm:-order-2",
    render: (row, words, columns) => (
      <Merchant row={row} words={words} hasRepresentative={!columns.includes("representative")} />
    ),
  },
  representative: {
    className: "max-w-48 truncate text-ink-soft max-sm:col-span-2 max-sm:mt-1.5 max-sm:max-w-none",
    render: (row, words) => named(words.list("columns.representative"), row.representativeName),
  },
  status: {
    className: "max-sm:-order-1",
    render: (row, words, columns) => <Status row={row} words={words} hasNote={!columns.includes("cause")} />,
  },
  reference: {
    className: "whitespace-nowrap max-sm:col-span-2 max-sm:mt-1.5 max-sm:whitespace-normal",
    render: (row, words, columns) => (
      <>
        <span className="mono-id block text-ink-soft text-sm max-sm:text-xs">{row.partnerReference}</span>
        {columns.includes("business") ? null : <BusinessId row={row} words={words} />}
      </>
    ),
  },
  business: {
    className: "whitespace-nowrap max-sm:col-span-2 max-sm:mt-1.5 max-sm:whitespace-normal",
    render: (row, words) => <BusinessId row={row} words={words} />,
  },
  brands: {
    className: ASIDE,
    render: ({ brandId, brandCount }, words) =>
      brandId ? (
        <>
          <span className="sr-only">{words.list("columns.brands")}: </span>
          <span className="mono-id text-sm max-sm:text-xs">{brandId}</span>
          {brandCount > 1 ? (
            <span className="text-xs"> {words.list("moreBrands", { count: brandCount - 1 })}</span>
          ) : null}
        </>
      ) : null,
  },
  owner: {
    className: "max-w-40 truncate text-ink-soft max-sm:mt-1.5",
    render: ({ ownerName }) => ownerName,
  },
  credential: {
    className: "max-w-44 truncate text-ink-soft max-sm:col-span-2 max-sm:mt-1.5 max-sm:max-w-none",
    render: ({ credentialLabel }, words) =>
      named(words.list("columns.credential"), <span className="mono-id text-sm">{credentialLabel}</span>),
  },
  referral: {
    className: ASIDE,
    render: ({ referralCode }, words) =>
      referralCode
        ? named(words.list("columns.referral"), <span className="mono-id text-sm">{referralCode}</span>)
        : null,
  },
  cause: {
    className: "min-w-44 max-w-72 text-ink-soft text-sm max-sm:col-span-2 max-sm:mt-1.5 max-sm:max-w-none",
    render: ({ cause, problem }, words) =>
      cause ? <span title={problem ?? undefined}>{causeWords(cause, words)}</span> : null,
  },
  created: {
    className: "whitespace-nowrap text-ink-soft tabular-nums max-sm:mt-1.5 max-sm:text-right",
    render: ({ createdAt }, words) => <Moment at={createdAt} words={words} />,
  },
  updated: {
    className: clsx(ASIDE, "tabular-nums"),
    render: ({ updatedAt }, words) =>
      named(words.list("columns.updated"), <Moment at={updatedAt} words={words} />),
  },
  invited: {
    className: clsx(ASIDE, "tabular-nums"),
    render: ({ invitedAt }, words) =>
      invitedAt ? named(words.list("columns.invited"), <Moment at={invitedAt} words={words} />) : null,
  },
} as const satisfies Record<ListColumn, RowCell>;

/** On a card a fact has no heading above it, so it bears its name. */
function named(name: string, fact: ReactNode): ReactNode {
  return fact ? (
    <>
      <span className="text-ink-faint text-xs sm:hidden">{name}: </span>
      {fact}
    </>
  ) : null;
}

function Merchant({
  row,
  words,
  hasRepresentative,
}: {
  row: RegistrationRow;
  words: RowWords;
  hasRepresentative: boolean;
}) {
  return (
    <>
      <Link
        href={`/registrations/${row.id}`}
        prefetch={false}
        data-row=""
        className={clsx(
          "block truncate font-medium after:absolute after:inset-0 max-sm:whitespace-normal max-sm:[overflow-wrap:anywhere]",
          "focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent-ink focus-visible:after:-outline-offset-2",
          !row.businessName && "text-ink-faint italic",
        )}
      >
        {row.businessName || words.list("unnamed")}
      </Link>
      {hasRepresentative ? (
        <span className="block truncate text-ink-soft text-sm">{row.representativeName}</span>
      ) : null}
    </>
  );
}

function Status({ row, words, hasNote }: { row: RegistrationRow; words: RowWords; hasNote: boolean }) {
  const note = noteOf(row, words);
  return (
    <>
      <span className="flex flex-wrap items-center gap-1.5 max-sm:justify-end">
        <StatusBadge status={row.status} label={words.status(row.status)} />
        {row.archived ? <Badge>{words.status("archived")}</Badge> : null}
      </span>
      {note && hasNote ? (
        <span
          title={note}
          className="mt-0.5 block max-w-36 truncate text-ink-faint text-xs xl:max-w-56 max-sm:hidden"
        >
          {note}
        </span>
      ) : null}
    </>
  );
}

/** What the status alone does not say: DOKU's words, or when it goes on. */
function noteOf(row: RegistrationRow, { list, style, now }: RowWords): string | null {
  if (row.sending) return list("sending");
  if (row.nextRunAt && (row.status === "QUEUED" || row.status === "UNCONFIRMED"))
    return list("nextRun", { time: formatTime(new Date(row.nextRunAt), now, style) });
  return row.status === "NEEDS_FIX" ? row.problem : null;
}

function BusinessId({ row: { businessId }, words }: { row: RegistrationRow; words: RowWords }) {
  return businessId ? (
    <span className="mono-id block text-sm max-sm:text-xs">
      <span className="sr-only">{words.list("columns.business")}: </span>
      {businessId}
    </span>
  ) : null;
}

function Moment({ at, words: { style, now } }: { at: string; words: RowWords }) {
  return (
    <TimeText at={at} style={style}>
      {formatTime(new Date(at), now, style)}
    </TimeText>
  );
}
