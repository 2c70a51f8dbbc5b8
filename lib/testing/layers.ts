// Where every file of the house has been placed. A new one is placed by whoever writes it; `lib/house.test.ts` holds
// each to the law of its layer (docs/architecture.md, "The layers").

/** From below; each imports of its own and of those before it. */
export const LAYERS = ["rules", "platform", "core", "edge", "app"] as const;
export type Layer = (typeof LAYERS)[number];

/** All files of a room, which a room below does not belong to. */
const ALL = "*";

/** By room, the names of its files. Where a room has files of one layer alone, it is that layer's as a whole. */
const PLACES: Readonly<Record<Layer, Readonly<Record<string, string>>>> = {
  rules: {
    lib: "database-address describe-error errors field-problem loopback web-address zod-without-eval",
    "lib/audit": "actions head-text seal-hash verdict",
    "lib/audit/log": "entry-view filter",
    "lib/auth": "next-path refusal",
    "lib/authority": ALL,
    "lib/bulk": "job-view kinds request",
    "lib/credentials": "credential-test credential-view look-input rate-limit-input",
    "lib/credentials/gate": "unserved",
    "lib/digest": "digest",
    "lib/doku":
      "answer answer-code answer-signature business-data call-ending masking outcome plain-words problem-field reason refusal-meaning refusal-words request-text required-documents signature wire",
    "lib/doku/reading": ALL,
    "lib/export": "cells columns copy-form",
    "lib/followups": "follow-up-input follow-up-view when",
    "lib/holders": "living",
    "lib/i18n": "catalog compiled-messages format locale mask translator",
    "lib/imports": "file-facts import-view put-back queries-masked row-print upload-limits",
    "lib/imports/checking":
      "cell-findings cell-text check check-columns called-off calling-code example-row findings-sql lost-form note-row repeated-keys row-input row-key",
    "lib/imports/reading": "mapping-proposal",
    "lib/imports/result": "cells",
    "lib/imports/sending": "row-decision",
    "lib/insights": "after-view insight-filter insight-view",
    "lib/live": "news",
    "lib/mail": "mail-ending",
    "lib/nudges":
      "built-in-templates cool-down documents links message-text nudge-facts nudge-view placeholders template-schema template-view",
    "lib/notes": "mentions note-input note-view",
    "lib/playbook": "attempt-cause built-in entry-input entry-schema entry-view",
    "lib/progress": "decide meaning next-look progress progress-view set-input settable settings-input",
    "lib/registrations":
      "cause ever-sent masked-view permitted-actions registration-view request-view sight status",
    "lib/registrations/input": ALL,
    "lib/registrations/intake": "derived-id envelope-columns existing submission",
    "lib/registrations/life": "next-step retry-policy",
    "lib/registrations/list":
      "choices cursor date-range filter found-by match places query row search turn typo whose",
    "lib/restores": "restore-view",
    "lib/restores/marks": "mark",
    "lib/spreadsheet/bytes": "byte-source decoded-text recognise refusal text-store",
    "lib/spreadsheet/cells": ALL,
    "lib/spreadsheet/csv": "delimiter write",
    "lib/spreadsheet/rows": ALL,
    "lib/spreadsheet/xlsx": "cell-place sheet-choice sheet-facts",
    "lib/text": ALL,
    "lib/users":
      "common-words device guessable-words password-input password-rules person-input problem session-times setup-input sign-in-input",
    "lib/views": "saved-view view-input",
    // What the scripts and env.ts both know of settings; there, since a release has the scripts without the sources.
    "scripts/settings": "setting-names",
  },
  platform: {
    lib: "db env logger migrate prisma session-limits slots",
    "scripts/settings": "secret-files",
  },
  core: {
    lib: "metrics",
    "lib/audit": "record seal sealing verify",
    "lib/audit/log": "entries export queries",
    "lib/bulk": "estimate nudge outcomes queries queue remind-left-out resume run selection start stop",
    "lib/credentials": "look-switches mutations queries settings try-credential",
    "lib/credentials/gate": "current gate queue rate-limit",
    "lib/digest": "mutations queries send",
    "lib/doku": "client content-encoding exchange signed-call",
    "lib/doku/connection": ALL,
    "lib/export": "reading record rows",
    "lib/followups": "mutations queries work",
    "lib/holders": "holder movement shutdown",
    "lib/imports": "checked-batch queries queue remembered-headings",
    "lib/imports/checking": "check-unchecked earlier-values edits findings replace",
    "lib/imports/reading": "choose-sheet copy-in mapping merged-cells parts read rows statistics upload",
    "lib/imports/result": "rows",
    "lib/imports/sending": "hand-out run send",
    "lib/insights": "after-queries queries",
    "lib/jobs": ALL,
    "lib/live": "event-stream hub listener tell",
    "lib/mail": "mailer",
    "lib/nudges":
      "document-lists manage-templates nudge-rows queries queue refresh-documents remind templates write-mail",
    "lib/notes": "mutations queries",
    "lib/playbook": "mutations queries",
    "lib/progress": "follow-meaning house-setting meanings mutations queries queue write",
    "lib/progress/looks": ALL,
    "lib/registrations": "queries queue request-inspection",
    "lib/registrations/changes": ALL,
    "lib/registrations/delivery": ALL,
    "lib/registrations/intake": "duplicates ordered-id queue-registrations register register-new",
    "lib/registrations/life": "state",
    "lib/registrations/list": "counts fixing near needs-you neighbours page timed-read",
    "lib/restores": "queries settle",
    "lib/restores/marks": "facts files notice watch",
    "lib/spreadsheet": ALL,
    "lib/spreadsheet/bytes": "archive xml",
    "lib/spreadsheet/csv": "read",
    "lib/spreadsheet/xlsx": "read sheet-cells workbook write",
    "lib/users":
      "first-admin mutations password people-lock profile queries recovery sessions setup setup-tokens",
    "lib/views": "filter-choices mutations open-list queries",
  },
  edge: {
    "lib/auth": "csrf known-device next-auth session session-cookie session-options sign-in",
    "lib/http": ALL,
    "lib/i18n": "client-messages",
    "lib/server": ALL,
    "lib/worker": ALL,
  },
  app: {},
};

/** Programs of their own, and what nothing below may import. */
const APP =
  /^((app|components|scripts|e2e|bench|lib\/stand-in|lib\/testing)\/|lib\/.+\/testing\/|(proxy|instrumentation)\.ts$)/;

/** The layers in which the file has a place; one, unless somebody forgot it or placed it twice. */
export function placesOf(file: string): Layer[] {
  const [, room = "", name = ""] = /^(?:(.+)\/)?([^/]+?)(?:\.[a-z]+)+$/.exec(file) ?? [];
  const named = LAYERS.filter((layer) => {
    const names = PLACES[layer][room];
    return names === ALL || names?.split(" ").includes(name);
  });
  return named.length === 0 && APP.test(file) ? ["app"] : named;
}

/** Every single file that is named above, without its ending. */
export function namedFiles(): string[] {
  return LAYERS.flatMap((layer) =>
    Object.entries(PLACES[layer]).flatMap(([room, names]) =>
      names.split(" ").map((name) => `${room}/${name}`),
    ),
  ).filter((name) => !name.endsWith(ALL));
}
