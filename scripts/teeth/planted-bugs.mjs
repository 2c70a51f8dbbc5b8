// The bugs that some test must catch. Each is a few words of the product replaced, and the narrow test that goes red.

/**
 * @typedef {{ file: string, search: string, replacement: string }} Patch
 * @typedef {{ name: string, patches: readonly Patch[], test: string }} PlantedBug
 */

/** @type {readonly PlantedBug[]} */
export const PLANTED_BUGS = [
  {
    name: "a retry has a new Request-Id",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/claim.ts",
        search: "requestId: row.request_id,",
        replacement: "requestId: taken.attempt_count > 1 ? crypto.randomUUID() : row.request_id,",
      },
    ],
  },
  {
    name: "409 is taken for a failure",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: "if (httpStatus === 409) return decideConflict(content, expected);",
        replacement: "",
      },
    ],
  },
  {
    name: "a time-out is taken for not sent",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/reason.ts",
        search: 'header_timeout: "unknown"',
        replacement: 'header_timeout: "not_sent"',
      },
    ],
  },
  {
    name: "the call leaves before the commit",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/db.ts",
        search: '    await tx.query("commit");\n    tx.release();\n',
        replacement: '    setTimeout(() => tx.query("commit").finally(() => tx.release()), 250);\n',
      },
    ],
  },
  {
    name: "no unique index holds the form's key",
    test: "lib/registrations/register.db.test.ts",
    patches: [
      {
        file: "prisma/migrations/20261122000000_start/migration.sql",
        search: 'CREATE UNIQUE INDEX "registration_form_key_key"',
        replacement: 'CREATE INDEX "registration_form_key_key"',
      },
    ],
  },
  {
    name: "state is written without a fence",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/record-ending.ts",
        search: "const stillOurs = epoch === claim.epoch || ending.business !== null;",
        replacement: "const stillOurs = true;",
      },
    ],
  },
  {
    name: "the body is serialised again for a retry",
    test: "lib/registrations/submit.db.test.ts",
    patches: [
      {
        file: "lib/registrations/claim.ts",
        search: "bodyText: row.body_text,\n",
        replacement:
          "bodyText: taken.attempt_count > 1 ? JSON.stringify(JSON.parse(row.body_text), null, 1) : row.body_text,\n",
      },
    ],
  },
  {
    name: "a redirect is followed",
    test: "lib/doku/client.test.ts",
    patches: [
      {
        file: "lib/doku/exchange.ts",
        search: "dispatcher.request({",
        replacement: "dispatcher.compose(interceptors.redirect({ maxRedirections: 3 })).request({",
      },
      {
        file: "lib/doku/exchange.ts",
        search: 'import { type Dispatcher, errors } from "undici";',
        replacement: 'import { type Dispatcher, errors, interceptors } from "undici";',
      },
    ],
  },
  {
    name: "429 is swallowed",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: 'if (httpStatus === 429) return "rate_limited";',
        replacement: "",
      },
    ],
  },
  {
    name: "an answer for another partner_ref_id is accepted",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: 'return echoed === null || echoed === partnerRefId ? "accepted" : "other_reference";',
        replacement: 'return echoed === null || partnerRefId !== "" ? "accepted" : "other_reference";',
      },
    ],
  },
  {
    name: "a refusal after an unknown outcome is taken for refused",
    test: "lib/registrations/next-step.test.ts",
    patches: [
      {
        file: "lib/registrations/next-step.ts",
        search:
          '      // "Reference already used" is a sign that the first one arrived; no machine can tell.\n      return park;',
        replacement: '      return settled("NEEDS_FIX");',
      },
    ],
  },
  {
    name: "the fallback job goes while another has the claim",
    test: "lib/worker/tasks.db.test.ts",
    patches: [
      {
        file: "lib/worker/tasks.ts",
        search: 'case "busy":\n      return result.until;',
        replacement: 'case "busy":\n      return null;',
      },
    ],
  },
];
