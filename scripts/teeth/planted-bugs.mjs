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
    name: "a process has an id before it has looked whether the database was put back",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: "      await restores.look(client);\n",
        replacement: "      setTimeout(() => restores.look(client).catch(() => lose(client)), 0);\n",
      },
    ],
  },
  {
    name: "what is set aside after a restore is not fenced",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/notice.ts",
        search: "claim_epoch = r.claim_epoch + 1, updated_at",
        replacement: "updated_at",
      },
    ],
  },
  {
    name: "a spreadsheet that was under way goes on after a restore",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/notice.ts",
        search: "where status in ('canary', 'sending')",
        replacement: "where status = 'canary'",
      },
    ],
  },
  {
    name: "a bulk action goes on after a restore",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/notice.ts",
        search: "  const bulkJobs = await pauseBulkJobs(tx);\n",
        replacement: "  const bulkJobs = 0;\n",
      },
    ],
  },
  {
    name: "a running process takes no notice of a restore by another one",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/holders/holder.ts",
        search: '    return (await restores.look(client)).isSame ? "seen" : "gone";',
        replacement: '    await restores.look(client);\n    return "seen";',
      },
    ],
  },
  {
    name: "what tells a restore is counted away before it was seen to",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/watch.ts",
        search: 'sign ? "rollback" : "commit"',
        replacement: '"commit"',
      },
    ],
  },
  {
    name: "a process goes on sending although what has to follow from a restore was not done",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/watch.ts",
        search:
          'throw new Error("the database was put back, and what has to follow from it was not done", { cause });',
        replacement: "throw cause;",
      },
    ],
  },
  {
    name: "a person goes on with a restore that they have not seen",
    test: "lib/restores/notice.db.test.ts",
    patches: [
      {
        file: "lib/restores/settle.ts",
        search: '    if (newest !== restoreId) throw new AppError("changed_meanwhile");\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a count that was reached before is no restore",
    test: "lib/restores/mark.test.ts",
    patches: [
      {
        file: "lib/restores/mark.ts",
        search: "mark.beat >= facts.beat",
        replacement: "mark.beat > facts.beat",
      },
    ],
  },
  {
    name: "a promoted standby has its old timeline until its next checkpoint",
    test: "lib/restores/put-back.db.test.ts",
    patches: [
      {
        file: "lib/restores/read-facts.ts",
        search: `"('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int"`,
        replacement: '"(select timeline_id from pg_control_checkpoint())"',
      },
    ],
  },
  {
    name: "the mark of a restart is not looked at",
    test: "lib/restores/put-back.db.test.ts",
    patches: [
      {
        file: "lib/restores/watch.ts",
        search: "...((await files?.read()) ?? [])",
        replacement: "...[]",
      },
    ],
  },
  {
    name: "a standby is taken for a database",
    test: "lib/restores/put-back.db.test.ts",
    patches: [
      {
        file: "lib/migrate.ts",
        search: "  if (!state?.isReadOnly) return;\n",
        replacement: "  if (state) return;\n",
      },
    ],
  },
  {
    name: "an older mark takes the place of a newer one",
    test: "lib/restores/mark-files.test.ts",
    patches: [
      {
        file: "lib/restores/mark-files.ts",
        search: "mark.beat",
        replacement: "0",
      },
    ],
  },
];
