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
  {
    name: "an installation that was killed is believed",
    test: "scripts/packages.test.ts",
    patches: [
      {
        file: "scripts/packages.mjs",
        search: "  if (existsSync(join(root, MARK))) return false;\n",
        replacement: "",
      },
    ],
  },
  {
    name: "an npm that ended well and installed nothing is believed",
    test: "scripts/packages.test.ts",
    patches: [
      {
        file: "scripts/packages.mjs",
        search: "  if (arePackagesCurrent(root, { withTools })) return;\n",
        replacement: "  return;\n",
      },
    ],
  },
  {
    name: "another npm follows the one that a stop has ended",
    test: "scripts/packages.test.ts",
    patches: [
      {
        file: "scripts/children.mjs",
        search: '      if (names === "all") isClosed = true;\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a production command goes on without the address of a database",
    test: "scripts/commands.test.ts",
    patches: [
      {
        file: "scripts/production.mjs",
        search: "  if (env.DATABASE_URL?.trim()) return;\n",
        replacement: "  if (env) return;\n",
      },
    ],
  },
  {
    name: "the lock lacks the packages of Macs",
    test: "scripts/package-lock.test.ts",
    patches: [
      {
        file: "package-lock.json",
        search: '    "node_modules/@next/swc-darwin-arm64": {',
        replacement: '    "node_modules/@next/swc-elsewhere": {',
      },
    ],
  },
  {
    name: "whatever address a client claims is counted by",
    test: "lib/server/client-address.test.ts",
    patches: [
      {
        file: "lib/server/client-address.ts",
        search: "  const heard = entries.at(-1 - trustedProxies) ?? entries[0] ??",
        replacement: "  const heard = entries[0] ??",
      },
    ],
  },
  {
    name: "the judge of chaos excuses every row after any kill",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/certainty.ts",
        search: "return process === null || caller === null || process === caller;",
        replacement: "return process !== undefined || caller === null;",
      },
    ],
  },
  {
    name: "the judge of chaos excuses whoever had no database for a moment",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/certainty.ts",
        search: 'if (call.answer !== "accepted" && struck.some(costsTheClaim)) return "doubtful";',
        replacement: 'if (struck.some(costsTheClaim)) return "doubtful";',
      },
    ],
  },
  {
    name: "the judge of chaos cries over a process that was killed with an answer in hand",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/certainty.ts",
        search: '  if (struck.some(isDeadly)) return "doubtful";\n',
        replacement: "",
      },
    ],
  },
  {
    name: "the judge of chaos does not look for second businesses",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge.ts",
        search: "count > 1 + careless",
        replacement: "count > 9 + careless",
      },
    ],
  },
  {
    name: "the judge of chaos lets a machine send again where replays are not proven",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge.ts",
        search: "if (open > wished)",
        replacement: "if (open > wished + 1)",
      },
    ],
  },
  {
    name: "the judge of chaos does not see that an invited row was taken back",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/untrue.ts",
        search: 'next && next.status !== "INVITED"',
        replacement: 'next && next.status === "DRAFT"',
      },
    ],
  },
  {
    name: "the judge of chaos waits for a row for ever",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/idle.ts",
        search: "stillMs > patienceMs(span, facts.outside) || overdueMs > TURN_WITHIN_MS",
        replacement: "stillMs > 1e9 && patienceMs(span, facts.outside) > 0 && overdueMs > TURN_WITHIN_MS",
      },
    ],
  },
  {
    name: "the judge of chaos believes ids that the ledger does not have",
    test: "scripts/chaos/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/untrue.ts",
        search: "if (foreign.length > 0)",
        replacement: "if (foreign.length > 9)",
      },
    ],
  },
  {
    name: "the stand-in tells of answers as delivered that nobody took",
    test: "lib/doku/stand-in/watch.test.ts",
    patches: [
      {
        file: "lib/doku/stand-in/watch.ts",
        search: 'response.once("finish", () => {\n    if (!socket.destroyed) call',
        replacement: 'response.once("close", () => {\n    if (socket) call',
      },
    ],
  },
];
