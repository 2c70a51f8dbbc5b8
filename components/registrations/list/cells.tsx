import type { ReactNode } from "react";
import type { RowFacts, ShownMoment } from "@/components/registrations/list/row-facts";
import { ProgressBadge } from "@/components/registrations/progress-badge";
import { StatusBadge } from "@/components/registrations/status-badge";
import { MatchLine } from "@/components/search/marked";
import { Badge } from "@/components/ui/badge";
import { formatUtc } from "@/lib/i18n/format";
import type { ProgressCode, Who } from "@/lib/progress/progress";
import type { ListColumn } from "@/lib/registrations/list/filter";
import type { Match } from "@/lib/registrations/registration-view";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** The words that are the same in every row. */
export type RowLabels = {
  columns: Readonly<Record<ListColumn, string>>;
  status: Readonly<Record<RegistrationStatus, string>>;
  progress: Readonly<Record<ProgressCode, string>>;
  who: Readonly<Record<Who, string>>;
  sending: string;
  archived: string;
  unnamed: string;
  match: Readonly<Record<Match["field"], string>>;
};

type RowCell = {
  /** Of the cell and of its heading. */
  className: string;
  /** Null where there is nothing to say. */
  render: (row: RowFacts, labels: RowLabels, columns: readonly ListColumn[]) => ReactNode;
};

/** One cell per column. On cards the merchant and the status share the first line, and every other fact names itself. */
export const ROW_CELLS: Readonly<Record<ListColumn, RowCell>> = {
  merchant: {
    className: "list-merchant",
    render: ({ id, name, representative, match }, { unnamed, match: fields }, columns) => (
      <>
        <a
          href={`/registrations/${id}`}
          data-row={id}
          draggable={false}
          className={name === null ? "list-link text-ink-faint italic" : "list-link"}
        >
          {name ?? unnamed}
        </a>
        {columns.includes("representative") ? null : (
          <span
            data-row-person=""
            className="list-text block w-fit max-w-full truncate text-ink-soft text-xs"
          >
            {representative}
          </span>
        )}
        {match ? (
          <span className="list-text block w-fit max-w-full text-ink-faint text-xs [overflow-wrap:anywhere]">
            <MatchLine match={{ ...match, label: fields[match.field] }} />
          </span>
        ) : null}
      </>
    ),
  },
  representative: {
    className: "list-fact list-text max-w-48 truncate text-ink-soft max-sm:max-w-none",
    render: ({ representative }, { columns }) => named(columns.representative, representative),
  },
  status: {
    className: "list-status",
    render: ({ status, sending, archived, note }, labels) => (
      <>
        <span className="flex flex-wrap items-center gap-1.5 max-sm:justify-end">
          {status ? (
            <StatusBadge status={status} label={sending ? labels.sending : labels.status[status]} />
          ) : null}
          {archived ? <Badge>{labels.archived}</Badge> : null}
        </span>
        {note ? (
          <span title={note} className="list-note">
            {note}
          </span>
        ) : null}
      </>
    ),
  },
  progress: {
    className: "list-fact max-w-44 max-sm:max-w-none",
    render: ({ progress, progressRaw, who, since }, labels, columns) =>
      progress && who ? (
        <>
          <span className="sr-only">{`${labels.columns.progress}: `}</span>
          <ProgressBadge progress={progress} who={who} label={progressRaw ?? labels.progress[progress]} />
          <span className="list-note">
            {columns.includes("who") ? null : `${labels.who[who]} · `}
            {momentOf(since)}
          </span>
        </>
      ) : null,
  },
  who: {
    className: "list-line list-text text-ink-soft",
    render: ({ who }, labels) => named(labels.columns.who, who && labels.who[who]),
  },
  reference: {
    className: "list-line",
    render: ({ reference, businessId }, labels, columns) => (
      <>
        {referenceOf(reference)}
        {columns.includes("business") ? null : businessIdOf(businessId, labels)}
      </>
    ),
  },
  business: {
    className: "list-line",
    render: ({ businessId, reference }, labels, columns) => (
      <>
        {businessIdOf(businessId, labels)}
        {columns.includes("reference") ? null : referenceOf(reference)}
      </>
    ),
  },
  brands: {
    className: "list-line text-ink-soft",
    render: ({ brandId, moreBrands }, { columns }) =>
      brandId ? (
        <>
          <span className="sr-only">{`${columns.brands}: `}</span>
          <span className="list-id">{brandId}</span>
          {moreBrands ? <span className="text-xs">{` ${moreBrands}`}</span> : null}
        </>
      ) : null,
  },
  owner: {
    className: "list-text max-w-36 truncate text-ink-soft max-sm:mt-1.5",
    render: ({ owner }) => owner,
  },
  credential: {
    className: "list-fact list-text max-w-44 truncate text-ink-soft max-sm:max-w-none",
    render: ({ credential }, { columns }) => named(columns.credential, monoOf(credential)),
  },
  referral: {
    className: "list-line list-text text-ink-soft",
    render: ({ referral }, { columns }) => named(columns.referral, monoOf(referral)),
  },
  cause: {
    className: "list-fact list-text min-w-44 max-w-72 text-ink-soft text-sm max-sm:max-w-none",
    render: ({ cause, problem }) => (cause ? <span title={problem ?? undefined}>{cause}</span> : null),
  },
  created: {
    className:
      "list-text whitespace-nowrap text-ink-soft text-sm tabular-nums max-sm:mt-1.5 max-sm:text-right",
    render: ({ created }) => momentOf(created),
  },
  updated: {
    className: "list-line list-text text-ink-soft text-sm tabular-nums",
    render: ({ updated }, { columns }) => named(columns.updated, momentOf(updated)),
  },
  invited: {
    className: "list-line list-text text-ink-soft text-sm tabular-nums",
    render: ({ invited }, { columns }) => named(columns.invited, momentOf(invited)),
  },
  followup: {
    className: "list-fact list-text text-sm",
    render: ({ followUp, isDue, followUpNote }, labels, columns) =>
      followUp ? (
        <>
          <span className="text-ink-faint text-xs sm:hidden">{`${labels.columns.followup}: `}</span>
          <span
            className={isDue ? "font-medium text-warning-ink tabular-nums" : "text-ink-soft tabular-nums"}
          >
            {momentOf(followUp)}
          </span>
          {followUpNote && !columns.includes("followup_note") ? (
            <span title={followUpNote} className="list-note">
              {followUpNote}
            </span>
          ) : null}
        </>
      ) : null,
  },
  followup_note: {
    className: "list-fact list-text max-w-56 truncate text-ink-soft text-sm max-sm:max-w-none",
    render: ({ followUpNote }, { columns }) => named(columns.followup_note, followUpNote),
  },
};

/** On a card a fact has no heading above it, so it bears its name. */
function named(name: string, fact: ReactNode): ReactNode {
  return fact ? (
    <>
      <span className="text-ink-faint text-xs sm:hidden">{`${name}: `}</span>
      {fact}
    </>
  ) : null;
}

function monoOf(text: string | undefined): ReactNode {
  return text ? <span className="mono-id text-sm">{text}</span> : null;
}

function referenceOf(reference: string | undefined): ReactNode {
  return reference ? <span className="list-id text-ink-soft">{reference}</span> : null;
}

function businessIdOf(businessId: string | null | undefined, { columns }: RowLabels): ReactNode {
  return businessId ? (
    <>
      <span className="sr-only">{`${columns.business}: `}</span>
      <span className="list-id">{businessId}</span>
    </>
  ) : null;
}

function momentOf(moment: ShownMoment | null | undefined): ReactNode {
  return moment ? (
    <time dateTime={moment.at} title={formatUtc(new Date(moment.at))}>
      {moment.text}
    </time>
  ) : null;
}
