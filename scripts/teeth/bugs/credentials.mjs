export const BUGS = [
  {
    name: "a password with a line break at its end becomes the first admin's",
    test: "lib/env.test.ts",
    patches: [{ file: "lib/env.ts", search: "!/\\p{Cc}/u.test(text)", replacement: 'text !== "\\r"' }],
  },
  {
    name: "a secret's file that shows nothing is taken for a secret",
    test: "lib/env.test.ts",
    patches: [
      {
        file: "scripts/settings/secret-files.mjs",
        search: "return text.trim() ? { text }",
        replacement: "return text ? { text }",
      },
    ],
  },
  {
    name: "a secret's file of another encoding is taken as it is read",
    test: "lib/env.test.ts",
    patches: [
      {
        file: "scripts/settings/secret-files.mjs",
        search: '    if (whole.includes("\\0")) return { problem: NOT_TEXT };\n',
        replacement: "",
      },
    ],
  },
  {
    name: "an address of DOKU with a query stops no start, and nothing can be sent",
    test: "lib/env.test.ts",
    patches: [
      {
        file: "lib/web-address.ts",
        search: "!/[?#]/.test(url.href)",
        replacement: 'url.href !== ""',
      },
    ],
  },
  {
    name: "resuming a credential asks for no drain",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/mutations.ts",
        search: "rowCount === 0) return;\n    await enqueueDrain(tx, credentialId);\n",
        replacement: "rowCount === 0) return;\n",
      },
    ],
  },
  {
    name: "replays that were planned go on when they are not proven any more",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/credentials/settings.ts",
        search: 'before.replay === "proven" && now.replay === "unproven"',
        replacement: "Boolean(process.env.NEVER)",
      },
    ],
  },
  {
    name: "the last process to start has its way",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/credentials/settings.ts",
        search: "h.client_id = $2 and h.replay = 'unproven'",
        replacement: "h.client_id = $2 and h.replay is null",
      },
    ],
  },
  {
    name: "the breaker never closes",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search:
          "const RECORD_USABLE = `\n  update credential\n     set usable_at = clock_timestamp(), fault_count = 0,",
        replacement: "const RECORD_USABLE = `\n  update credential\n     set usable_at = clock_timestamp(),",
      },
    ],
  },
  {
    name: "a 429 that comes after a pause ends the time that counts as blocked",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "where id = $1 and paused_at is null and key_version is not distinct from $3`;",
        replacement: "where id = $1 and key_version is not distinct from $3`;",
      },
    ],
  },
  {
    name: "a 429 that comes after a pause slows nothing down",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "if (slowed.rowCount === 0) await",
        replacement: "if (slowed.rowCount === null) await",
      },
    ],
  },
  {
    name: "a credential that is being tested is called on",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/queries.ts",
        search: '  if (usableAt) return "on";\n  if (isTrying',
        replacement: '  if (usableAt || isTrying) return "on";\n  if (isTrying',
      },
    ],
  },
  {
    name: "a credential that was resumed asks about nobody for a day",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/mutations.ts",
        search: "look_refused_at = null, look_refused_reason = null,",
        replacement: "",
      },
    ],
  },
  {
    name: "a changed secret counts as tried because the one before was",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "            usable_at = case when key_version is not distinct from $4 then usable_at end,\n",
        replacement: "",
      },
    ],
  },
  {
    name: "what the secret before was answered opens the gate for the changed one",
    test: "lib/registrations/delivery/odd-circumstances.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "and key_version is not distinct from $3\n     and (usable_at is null",
        replacement: "and $3::text is not null\n     and (usable_at is null",
      },
    ],
  },
  {
    name: "a 429 to the secret before opens the gate for the changed one",
    test: "lib/credentials/gate/gate.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/gate.ts",
        search: "and key_version is not distinct from $3`;",
        replacement: "and $3::text is not null`;",
      },
    ],
  },
  {
    name: "a test that DOKU refused does not count as refused",
    test: "lib/credentials/try-credential.db.test.ts",
    patches: [
      {
        file: "lib/credentials/credential-test.ts",
        search: 'if (token.kind === "refused") return "refused";',
        replacement: "",
      },
    ],
  },
  {
    name: "a registration waits for the place of a question",
    test: "lib/progress/looks/looks.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/rate-limit.ts",
        search: "index === 0 && isAfterLook ? nowMs",
        replacement: "index < 0 ? nowMs",
      },
    ],
  },
  {
    name: "a credential is resumed twice, and told so, by two people at once",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/mutations.ts",
        search: "   where id = $1 and paused_at = $2::timestamptz`;",
        replacement: "   where id = $1 and $2::text is not null`;",
      },
    ],
  },
  {
    name: "nobody is told that no worker has the secret of what waits",
    test: "lib/credentials/queries.db.test.ts",
    patches: [
      {
        file: "lib/credentials/queries.ts",
        search: "IS_WAITED_FOR_IN_VAIN}) order by",
        replacement: "IS_DISPUTED}) order by",
      },
    ],
  },
  {
    name: "a web server counts as one that sends what waits",
    test: "lib/credentials/queries.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/unserved.ts",
        search: "h.kind = 'worker' and h.environment = c.environment\n                      and coalesce",
        replacement: "h.environment = c.environment\n                      and coalesce",
      },
    ],
  },
  {
    name: "a process does not start because another one is sending",
    test: "lib/registrations/life/lock-order.db.test.ts",
    patches: [
      {
        file: "lib/credentials/settings.ts",
        search: "if (!isConflict || conflicts === MAX_CONFLICTS) throw error;",
        replacement: "throw error;",
      },
    ],
  },
  {
    name: "a pause of the sandbox is told on the screens of production",
    test: "lib/credentials/queries.db.test.ts",
    patches: [
      {
        file: "lib/credentials/queries.ts",
        search: "where c.environment = $1::environment",
        replacement: "where $1::environment is not null",
      },
    ],
  },
  {
    name: "the list promises a time for what no server sends",
    test: "components/registrations/list/row-facts.test.ts",
    patches: [
      {
        file: "components/registrations/list/row-facts.ts",
        search: 'if (row.unserved) return list("unserved");',
        replacement: "",
      },
    ],
  },
  {
    name: "the page promises that it goes out where no server sends it",
    test: "components/registrations/detail/situation/situation.test.ts",
    patches: [
      {
        file: "components/registrations/detail/situation/situation.ts",
        search: "facts.credential.isUnserved && planned",
        replacement: "facts.credential.isUnserved && !planned",
      },
    ],
  },
  {
    name: "two secrets are told of although one of their processes has ended",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/credentials/queries.ts",
        search: " and h.id in (",
        replacement: " or h.id in (",
      },
    ],
  },
  {
    name: "different secrets of living processes are told to nobody",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/credentials/queries.ts",
        search: ") > 1 then (",
        replacement: ") > 9 then (",
      },
    ],
  },
  {
    name: "a clock that was put back lowers the rate to nothing",
    test: "lib/credentials/mutations.db.test.ts",
    patches: [
      {
        file: "lib/credentials/gate/rate-limit.ts",
        search: "greatest(0,",
        replacement: "greatest(-1000,",
      },
    ],
  },
];
