import clsx from "clsx";
import { badgeClass } from "@/components/ui/badge";
import { type Markup, markup } from "@/components/ui/markup";
import { formatUtc } from "@/lib/i18n/format";
import type { ListColumn } from "@/lib/registrations/list-filter";
import type { RegistrationStatus } from "@/lib/registrations/status";
import type { RowFacts, ShownMoment } from "./row-facts";
import { STATUS_LOOKS, statusIconId } from "./status-badge";

/** The words that are the same in every row. */
export type RowLabels = {
  columns: Readonly<Record<ListColumn, string>>;
  status: Readonly<Record<RegistrationStatus, string>>;
  sending: string;
  archived: string;
  unnamed: string;
};

type RowCell = {
  /** Of the cell and of its heading. */
  className: string;
  /** Null where there is nothing to say. */
  render: (row: RowFacts, labels: RowLabels, columns: readonly ListColumn[]) => Markup | null;
};

const ASIDE = "max-sm:mt-1.5 whitespace-nowrap text-ink-soft max-sm:col-span-2 max-sm:whitespace-normal";

const LINK = clsx(
  "block truncate font-medium after:absolute after:inset-0 max-sm:whitespace-normal max-sm:[overflow-wrap:anywhere]",
  "focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent-ink focus-visible:after:-outline-offset-2",
);

/** One cell per column. On cards the merchant and the status share the first line, and every other fact names itself. */
export const ROW_CELLS: Readonly<Record<ListColumn, RowCell>> = {
  merchant: {
    className: "w-2/5 min-w-40 max-w-0 max-sm:w-auto max-sm:min-w-0 max-sm:max-w-none max-sm:-order-2",
    render: ({ id, name, representative }, { unnamed }, columns) => {
      const link = markup`<a href="/registrations/${id}" data-row="${id}" class="${clsx(LINK, name === null && "text-ink-faint italic")}">${name ?? unnamed}</a>`;
      return columns.includes("representative")
        ? link
        : markup`${link}<span class="block truncate text-ink-soft text-sm">${representative ?? ""}</span>`;
    },
  },
  representative: {
    className: "max-w-48 truncate text-ink-soft max-sm:col-span-2 max-sm:mt-1.5 max-sm:max-w-none",
    render: ({ representative }, { columns }) => named(columns.representative, representative ?? null),
  },
  status: {
    className: "max-sm:-order-1",
    render: ({ status, sending, archived, note }, labels) => {
      const badge = status ? statusBadge(status, sending ? labels.sending : labels.status[status]) : null;
      const aside = archived
        ? markup`<span class="${badgeClass("neutral")}">${labels.archived}</span>`
        : null;
      const more = note
        ? markup`<span title="${note}" class="mt-0.5 block max-w-36 truncate text-ink-faint text-xs xl:max-w-56 max-sm:hidden">${note}</span>`
        : null;
      return markup`<span class="flex flex-wrap items-center gap-1.5 max-sm:justify-end">${badge}${aside}</span>${more}`;
    },
  },
  reference: {
    className: "whitespace-nowrap max-sm:col-span-2 max-sm:mt-1.5 max-sm:whitespace-normal",
    render: ({ reference, businessId }, labels, columns) => {
      const business = columns.includes("business") ? null : businessIdOf(businessId, labels);
      return markup`<span class="mono-id block text-ink-soft text-sm max-sm:text-xs">${reference ?? ""}</span>${business}`;
    },
  },
  business: {
    className: "whitespace-nowrap max-sm:col-span-2 max-sm:mt-1.5 max-sm:whitespace-normal",
    render: ({ businessId }, labels) => businessIdOf(businessId, labels),
  },
  brands: {
    className: ASIDE,
    render: ({ brandId, moreBrands }, { columns }) => {
      const more = moreBrands ? markup`<span class="text-xs"> ${moreBrands}</span>` : null;
      return brandId
        ? markup`<span class="sr-only">${columns.brands}: </span><span class="mono-id text-sm max-sm:text-xs">${brandId}</span>${more}`
        : null;
    },
  },
  owner: {
    className: "max-w-40 truncate text-ink-soft max-sm:mt-1.5",
    render: ({ owner }) => markup`${owner ?? ""}`,
  },
  credential: {
    className: "max-w-44 truncate text-ink-soft max-sm:col-span-2 max-sm:mt-1.5 max-sm:max-w-none",
    render: ({ credential }, { columns }) => named(columns.credential, monoOf(credential)),
  },
  referral: {
    className: ASIDE,
    render: ({ referral }, { columns }) => named(columns.referral, monoOf(referral)),
  },
  cause: {
    className: "min-w-44 max-w-72 text-ink-soft text-sm max-sm:col-span-2 max-sm:mt-1.5 max-sm:max-w-none",
    render: ({ cause, problem }) =>
      cause ? markup`<span${problem ? markup` title="${problem}"` : null}>${cause}</span>` : null,
  },
  created: {
    className: "whitespace-nowrap text-ink-soft tabular-nums max-sm:mt-1.5 max-sm:text-right",
    render: ({ created }) => momentOf(created),
  },
  updated: {
    className: clsx(ASIDE, "tabular-nums"),
    render: ({ updated }, { columns }) => named(columns.updated, momentOf(updated)),
  },
  invited: {
    className: clsx(ASIDE, "tabular-nums"),
    render: ({ invited }, { columns }) => named(columns.invited, momentOf(invited)),
  },
};

/** As `StatusBadge`, with the icon that stands on the page once. */
function statusBadge(status: RegistrationStatus, label: string): Markup {
  const { tone } = STATUS_LOOKS[status];
  return markup`<span data-status="${status}" class="${badgeClass(tone)}"><svg aria-hidden="true" class="size-3.5 shrink-0"><use href="#${statusIconId(status)}" width="100%" height="100%"/></svg>${label}</span>`;
}

/** On a card a fact has no heading above it, so it bears its name. */
function named(name: string, fact: string | Markup | null): Markup | null {
  return fact ? markup`<span class="text-ink-faint text-xs sm:hidden">${name}: </span>${fact}` : null;
}

function monoOf(text: string | undefined): Markup | null {
  return text ? markup`<span class="mono-id text-sm">${text}</span>` : null;
}

function businessIdOf(businessId: string | null | undefined, { columns }: RowLabels): Markup | null {
  return businessId
    ? markup`<span class="mono-id block text-sm max-sm:text-xs"><span class="sr-only">${columns.business}: </span>${businessId}</span>`
    : null;
}

function momentOf(moment: ShownMoment | null | undefined): Markup | null {
  return moment
    ? markup`<time datetime="${moment.at}" title="${formatUtc(new Date(moment.at))}">${moment.text}</time>`
    : null;
}
