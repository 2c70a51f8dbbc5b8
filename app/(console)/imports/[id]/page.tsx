import type { Metadata, Route } from "next";
import { ImportDetail } from "@/components/import/detail/detail";
import { type RowTab, readRowTab, rowsOf } from "@/components/import/grid/row-tab";
import { fileWords } from "@/components/import/import-words";
import { requirePermission } from "@/lib/auth/session";
import { can } from "@/lib/authority/permissions";
import { findReplaceable } from "@/lib/imports/checking/replace";
import { listImportRows } from "@/lib/imports/queries";
import { getTranslator } from "@/lib/server/language";
import {
  accept,
  chooseSheet,
  edit,
  goOn,
  leaveOut,
  match,
  pause,
  replace,
  send,
  stop,
  takeHiddenIn,
} from "../actions";
import { findImport } from "./found-import";

const ACTIONS = {
  accept,
  chooseSheet,
  edit,
  goOn,
  leaveOut,
  match,
  pause,
  replace,
  send,
  stop,
  takeHiddenIn,
};
/** Rows by whose values columns are recognised. */
const PREVIEW_ROWS = 50;
const NO_ROWS = { rows: [], next: null };

export async function generateMetadata({ params }: PageProps<"/imports/[id]">): Promise<Metadata> {
  const actor = await requirePermission("registrations.read");
  return { title: fileWords(await getTranslator("imports"), await findImport(actor, (await params).id)) };
}

export default async function ImportPage({ params, searchParams }: PageProps<"/imports/[id]">) {
  const actor = await requirePermission("registrations.read");
  const batch = await findImport(actor, (await params).id);
  const query = await searchParams;
  const tab = readRowTab(query.rows, batch);
  const after = readPosition(query.after);
  const mayWrite = can(actor, "registrations.write");
  const isRematching = mayWrite && batch.status === "checked" && query.columns === "match";
  const isMapping = batch.status === "mapping" || isRematching;
  const { rows, next } = batch.rowsRemovedAt
    ? NO_ROWS
    : await listImportRows(actor, batch.id, {
        ...rowsOf(isMapping ? "all" : tab),
        after: isMapping ? 0 : after,
        ...(isMapping && { limit: PREVIEW_ROWS }),
      });
  const address = (shown: RowTab, from = 0): Route =>
    `?${new URLSearchParams({ rows: shown, ...(from > 0 && { after: String(from) }) })}`;
  return (
    <ImportDetail
      batch={batch}
      rows={rows}
      tab={tab}
      tabHref={address}
      first={after > 0 ? address(tab) : null}
      next={next === null ? null : address(tab, next)}
      isRematching={isRematching}
      replaceable={batch.status === "checked" ? await findReplaceable(actor, batch.id) : null}
      mayWrite={mayWrite}
      actions={ACTIONS}
    />
  );
}

function readPosition(text: string | string[] | undefined): number {
  return typeof text === "string" && /^\d{1,7}$/.test(text) ? Number(text) : 0;
}
