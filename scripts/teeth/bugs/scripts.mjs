export const BUGS = [
  {
    name: "an installation that was killed is believed",
    test: "scripts/checkout/packages.test.ts",
    patches: [
      {
        file: "scripts/checkout/packages.mjs",
        search: "  if (existsSync(join(root, MARK))) return false;\n",
        replacement: "",
      },
    ],
  },
  {
    name: "an npm that ended well and installed nothing is believed",
    test: "scripts/checkout/packages.test.ts",
    patches: [
      {
        file: "scripts/checkout/packages.mjs",
        search: "  if (arePackagesCurrent(root, { withTools })) return;\n",
        replacement: "  return;\n",
      },
    ],
  },
  {
    name: "another npm follows the one that a stop has ended",
    test: "scripts/checkout/packages.test.ts",
    patches: [
      {
        file: "scripts/processes/children.mjs",
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
        file: "scripts/start/production.mjs",
        search: "  if (env.DATABASE_URL?.trim()) return;\n",
        replacement: "  if (env) return;\n",
      },
    ],
  },
  {
    name: "a production command does its work whatever stands behind its name",
    test: "scripts/commands.test.ts",
    patches: [
      {
        file: "scripts/start/production.mjs",
        search: "  readOptions(\n    {},\n",
        replacement: "  if (process.argv[1] === undefined) readOptions(\n    {},\n",
      },
    ],
  },
  {
    name: "wrong settings meet a person at a terminal as a stack",
    test: "scripts/programs/run-program.test.ts",
    patches: [
      {
        file: "scripts/programs/run-program.ts",
        search: "const isOfSettings = error instanceof SettingsError;",
        replacement: "const isOfSettings = error instanceof SettingsError && error.problems.length > 9;",
      },
    ],
  },
  {
    name: "the lock lacks the packages of Macs",
    test: "scripts/checkout/package-lock.test.ts",
    patches: [
      {
        file: "package-lock.json",
        search: '    "node_modules/@next/swc-darwin-arm64": {',
        replacement: '    "node_modules/@next/swc-elsewhere": {',
      },
    ],
  },
  {
    name: "the judge of chaos excuses every row after any kill",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/certainty.ts",
        search: "return process === null || caller === null || process === caller;",
        replacement: "return process !== undefined || caller === null;",
      },
    ],
  },
  {
    name: "the judge of chaos excuses whoever had no database for a moment",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/certainty.ts",
        search: 'if (call.answer !== "accepted" && struck.some(costsTheClaim)) return "doubtful";',
        replacement: 'if (struck.some(costsTheClaim)) return "doubtful";',
      },
    ],
  },
  {
    name: "the judge of chaos cries over a process that was killed with an answer in hand",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/certainty.ts",
        search: '  if (struck.some(isDeadly)) return "doubtful";\n',
        replacement: "",
      },
    ],
  },
  {
    name: "the judge of chaos does not look for second businesses",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/judge.ts",
        search: "count > 1 + careless",
        replacement: "count > 9 + careless",
      },
    ],
  },
  {
    name: "the judge of chaos lets a machine send again where replays are not proven",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/judge.ts",
        search: "if (open > wished)",
        replacement: "if (open > wished + 1)",
      },
    ],
  },
  {
    name: "the judge of chaos does not see that an invited row was taken back",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/untrue.ts",
        search: 'next && next.status !== "INVITED"',
        replacement: 'next && next.status === "DRAFT"',
      },
    ],
  },
  {
    name: "the judge of chaos waits for a row for ever",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/idle.ts",
        search: "stillMs > patienceMs(span, facts.outside) || overdueMs > TURN_WITHIN_MS",
        replacement: "stillMs > 1e9 && patienceMs(span, facts.outside) > 0 && overdueMs > TURN_WITHIN_MS",
      },
    ],
  },
  {
    name: "the judge of chaos believes ids that the ledger does not have",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/untrue.ts",
        search: "if (foreign.length > 0)",
        replacement: "if (foreign.length > 9)",
      },
    ],
  },
  {
    name: "a send of the simulator goes on after its claim",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "scripts/simulate/world.ts",
        search: "if (!process.mayWrite())",
        replacement: 'if (!process.mayWrite() && world.mode === "R")',
      },
    ],
  },
  {
    name: "the simulator has the epoch stay as it is",
    test: "scripts/simulate/beside-postgresql.db.test.ts",
    patches: [
      {
        file: "scripts/simulate/statements.ts",
        search: "row.claimUntil = null;\n  row.epoch += 1;",
        replacement: "row.claimUntil = null;",
      },
    ],
  },
  {
    name: "a file has no layer",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/testing/layers.ts",
        search: '"next-step retry-policy"',
        replacement: '"next-step"',
      },
    ],
  },
  {
    name: "a run of chaos in no mode holds",
    test: "scripts/terminal/options.test.ts",
    patches: [
      {
        file: "scripts/chaos/strikes/plan.ts",
        search: 'readWord("mode", text, { usage: USAGE, words: MODES })',
        replacement: "text as Mode",
      },
    ],
  },
  {
    name: "the judge believes a refusal although another call of the request had no answer",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/untrue.ts",
        search: 'shown.status === "NEEDS_FIX" && isInDoubt(shown, facts)',
        replacement: 'shown.status === "FAILED" && isInDoubt(shown, facts)',
      },
    ],
  },
  {
    name: "the judge does not see another request that nobody asked for",
    test: "scripts/chaos/judge/judge.test.ts",
    patches: [
      {
        file: "scripts/chaos/judge/judge.ts",
        search: "cases: [...each(repeatedOf), ...each(renewedOf)]",
        replacement: "cases: each(repeatedOf)",
      },
    ],
  },
  {
    name: "a value of another type is handed to the database",
    test: "scripts/test/rows.test.ts",
    patches: [
      {
        file: "scripts/test/rows.mjs",
        search: "return [...answers, ...values]",
        replacement: "return [...answers]",
      },
    ],
  },
];
