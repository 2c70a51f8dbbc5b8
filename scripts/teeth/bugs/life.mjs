export const BUGS = [
  {
    name: "a refusal after an unknown outcome is taken for refused",
    test: "lib/registrations/life/next-step.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search:
          '      // "Reference already used" is a sign that the first one arrived; no machine can tell.\n      return park;',
        replacement: '      return settled("NEEDS_FIX");',
      },
    ],
  },
  {
    name: "what is set aside after a restore is not fenced",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "tx.query<Parked>(PARK_AFTER_RESTORE)",
        replacement: 'tx.query<Parked>(PARK_AFTER_RESTORE.replace(", claim_epoch = claim_epoch + 1", ""))',
      },
    ],
  },
  {
    name: "a late answer counts although others have gone on",
    test: "lib/registrations/delivery/late-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "claim_holder = null, claim_until = null, claim_epoch = claim_epoch + 1",
        replacement: "claim_holder = null, claim_until = null",
      },
    ],
  },
  {
    name: "patience that ends calls a doubt not sent",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: "return facts.now >= facts.giveUpAt ? park :",
        replacement: 'return facts.now >= facts.giveUpAt ? settled("FAILED") :',
      },
    ],
  },
  {
    name: "a machine repeats what may have arrived although replays are not proven",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: 'facts.replay === "unproven" || facts.hasBusiness) return park;',
        replacement: "facts.hasBusiness) return park;",
      },
    ],
  },
  {
    name: "what was sent can be cancelled",
    test: "scripts/simulate/lives.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: "return !facts.everSent;",
        replacement: "return true;",
      },
    ],
  },
  {
    name: "signs are taken out of a name that somebody changed after the preview",
    test: "lib/bulk/clean.db.test.ts",
    patches: [
      {
        file: "lib/registrations/changes/clean-names.ts",
        search: " && !row.sending && !row.isChanged && ",
        replacement: " && !row.sending && ",
      },
    ],
  },
  {
    name: "what a backup does not know counts as never sent",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/ever-sent.ts",
        search: "where d.noticed_at >= coalesce(r.queued_at, r.created_at)",
        replacement: "where d.noticed_at >= r.queued_at and false",
      },
    ],
  },
  {
    name: "a mode that changed since the backup leaves waiting what may have been sent",
    test: "lib/credentials/settings.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "  const restored = await tx.query(PARK_RESTORED, [credentialId]);\n",
        replacement: "  const restored = { rowCount: 0 };\n",
      },
    ],
  },
  {
    name: "what was cancelled is still to be come back to",
    test: "lib/followups/follow-ups.db.test.ts",
    patches: [
      { file: "lib/registrations/changes/moves.ts", search: "  endsFollowUp: true,\n", replacement: "" },
    ],
  },
  {
    name: "what comes next asks the database",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: 'import type { Outcome } from "@/lib/doku/outcome";\n',
        replacement:
          'import { database } from "@/lib/db";\nimport type { Outcome } from "@/lib/doku/outcome";\n',
      },
    ],
  },
  {
    name: "a rule is handed a connection",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: "export const STATUSES =",
        replacement: 'import type { Pool } from "pg";\n\nexport const STATUSES =',
      },
    ],
  },
  {
    name: "a rule draws its own chance",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/life/retry-policy.ts",
        search: "2 * JITTER * random)",
        replacement: "2 * JITTER * Math.random())",
      },
    ],
  },
  {
    name: "a file grows without an end",
    test: "lib/house.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: "\n/** A business that DOKU told of. */",
        replacement: "\n".repeat(300),
      },
    ],
  },
  {
    name: "a merchant whose reference DOKU calls used cannot be named as found",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: 'return problemField === "partnerReference" || cause === NOT_SENT_BY_PERSON || wasPutBack;',
        replacement: "return wasPutBack;",
      },
    ],
  },
  {
    name: "a row that is being sent waits",
    test: "lib/registrations/status-word.test.ts",
    patches: [
      {
        file: "lib/registrations/status.ts",
        search: 'sending && status === "QUEUED" ? "sending" : status',
        replacement: "status",
      },
    ],
  },
  {
    name: "a draft that a backup brought back gets another reference",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/ever-sent.ts",
        search: "coalesce(r.queued_at, r.created_at)",
        replacement: "r.queued_at",
      },
    ],
  },
  {
    name: "several registrations are taken as they are met",
    test: "lib/registrations/life/lock-order.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/state.ts",
        search: " order by r.id for no key update of r",
        replacement: " for no key update of r",
      },
    ],
  },
  {
    name: "a new envelope that was refused is to be mended although the old one made a business",
    test: "lib/registrations/delivery/late-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: "  if (facts.hasBusiness) return INVITED;\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a new envelope in doubt is replayed although the old one made a business",
    test: "lib/registrations/delivery/late-answers.db.test.ts",
    patches: [
      {
        file: "lib/registrations/life/next-step.ts",
        search: " || facts.hasBusiness) return park;",
        replacement: ") return park;",
      },
    ],
  },
];
