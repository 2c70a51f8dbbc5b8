export const BUGS = [
  {
    name: "the last digits of a second number are taken for the end of the first, where those are parted",
    test: "lib/registrations/input/phone.test.ts",
    patches: [
      {
        file: "lib/registrations/input/phone-text.ts",
        search: 'if (whole === "") return splitPartedRange(text);',
        replacement: 'if (whole === "") return null;',
      },
    ],
  },
  {
    name: "what was canceled is another request when it goes on with the same words",
    test: "lib/registrations/intake/derived-id.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/derived-id.ts",
        search: 'existing === null || existing.status === "DRAFT" ?',
        replacement: "existing === null ?",
      },
    ],
  },
  {
    name: "a fix has no fallback job",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register-new.ts",
        search: "jobInSeconds: FALLBACK_DELAY_SECONDS }",
        replacement: "jobInSeconds: existing ? null : FALLBACK_DELAY_SECONDS }",
      },
    ],
  },
  {
    name: "a form with a warning has no fallback job",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register.ts",
        search: "const row = rowOf({ submission, existing, checked: checked.value, reason });",
        replacement:
          "const row = rowOf({ submission, existing, checked: checked.value, reason });\n      if (!existing) row.jobInSeconds = null;",
      },
    ],
  },
  {
    name: "a form is sent although the credential's gate is closed",
    test: "lib/registrations/intake/register-new.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/queue-registrations.ts",
        search: "c.rate_limit is null and $",
        replacement: "c.rate_limit is null or $",
      },
    ],
  },
  {
    name: "a form does not wait for its place under a rate limit",
    test: "lib/registrations/intake/register-new.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/queue-registrations.ts",
        search: "$6::text is not null and c.rate_limit is null and",
        replacement: "$6::text is not null and",
      },
    ],
  },
  {
    name: "a form is claimed without an attempt that says so",
    test: "lib/registrations/delivery/crash-points.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/queue-registrations.ts",
        search: "from queued where epoch > 0",
        replacement: "from queued where epoch > 1",
      },
    ],
  },
  {
    name: "a form with something to look at does not wait for those alike",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register.ts",
        search: "      await waitForThoseAlike(tx, credential.environment, checked.value);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a row that is handed out again is another request",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/derived-id.ts",
        search: 'return derivedUuid(JSON.stringify(["request", formKey, replaces, bodyText]));',
        replacement:
          'return derivedUuid(JSON.stringify(["request", formKey, replaces, bodyText, Math.random()]));',
      },
    ],
  },
  {
    name: "a row that is handed out again has another reference",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/derived-id.ts",
        search: 'const digest = hash("sha256", ',
        replacement: 'const digest = hash("sha256", Math.random() + ',
      },
    ],
  },
  {
    name: "a name loses signs that DOKU did not name",
    test: "lib/registrations/input/remedy.test.ts",
    patches: [
      {
        file: "lib/registrations/input/remedy.ts",
        search:
          "return named.length > 0 ? named.filter((sign) => value.includes(sign)) : unusualCharacters(value);",
        replacement: "return [...named, ...unusualCharacters(value)];",
      },
    ],
  },
  {
    name: "a fix may change a reference that was sent",
    test: "lib/registrations/delivery/delivery.db.test.ts",
    patches: [
      {
        file: "lib/registrations/input/partner-reference.ts",
        search: 'return everSent && problemField !== "partnerReference";',
        replacement: "return false && everSent && problemField !== null;",
      },
    ],
  },
  {
    name: "a viewer is told that two merchants share a number",
    test: "lib/registrations/sight.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/duplicates.ts",
        search: "const known = keysKnownTo(actor, keys);",
        replacement: "const known = keys;",
      },
    ],
  },
  {
    name: "what was passed over while it was being sent is passed over",
    test: "components/registrations/fix/line-memory.test.ts",
    patches: [
      {
        file: "components/registrations/fix/line-memory.ts",
        search: "sent: [...others, id], skipped: passed }",
        replacement: "sent: [...others, id], skipped }",
      },
    ],
  },
  {
    name: "a dash is a name",
    test: "lib/registrations/input/schema.test.ts",
    patches: [
      {
        file: "lib/registrations/input/fields.ts",
        search: 'if (name === "" || placeholder === "nothing") {',
        replacement: 'if (name === "") {',
      },
    ],
  },
  {
    name: "a number of a town is a landline",
    test: "lib/registrations/input/phone.test.ts",
    patches: [
      {
        file: "lib/registrations/input/phone.ts",
        search:
          "return isLocal(digits) ? areaCodeMissing(digits.length) : readIndonesian(dropCallingCode(digits));",
        replacement: "return readIndonesian(dropCallingCode(digits));",
      },
    ],
  },
  {
    name: "the operator's prefix is China",
    test: "lib/registrations/input/phone.test.ts",
    patches: [
      {
        file: "lib/registrations/input/phone.ts",
        search: 'if (dialled && !plus) return readIndonesian(dialled[1] ?? "");',
        replacement: "",
      },
    ],
  },
  {
    name: "the seller's address is guessed for the merchant's",
    test: "lib/registrations/input/field-words.test.ts",
    patches: [
      {
        file: "lib/registrations/input/field-words.ts",
        search: 'if (has("seller", "referral")) return nameOfSeller(kinds);',
        replacement: "",
      },
    ],
  },
  {
    name: "a pasted message is a name",
    test: "lib/registrations/input/schema.test.ts",
    patches: [
      {
        file: "lib/registrations/input/fields.ts",
        search: "    ...warnChat(field, name),\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a problem of the form stands beside no field",
    test: "lib/registrations/input/schema.test.ts",
    patches: [
      {
        file: "lib/registrations/input/schema.ts",
        search: "issueOf(input[field], problem, [field])",
        replacement: "issueOf(input[field], problem)",
      },
    ],
  },
  {
    name: "a form stands still where its rules cannot be fetched",
    test: "components/forms/rules-resolver.test.ts",
    patches: [
      {
        file: "components/forms/rules-resolver.ts",
        search: "await loadResolver(load).catch(() => null)",
        replacement: "await loadResolver(load)",
      },
    ],
  },
  {
    name: "a form sends what its rules made of the words, not the words",
    test: "components/forms/rules-resolver.test.ts",
    patches: [
      { file: "components/forms/zod-rules.ts", search: "{ raw: true }", replacement: "{ raw: false }" },
    ],
  },
  {
    name: "what a backup knows as a draft is sent without a question",
    test: "lib/registrations/changes/mutations.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/register.ts",
        search: "const warnings: Problem[] = before?.wasPutBack",
        replacement: "const warnings: Problem[] = before && !before",
      },
    ],
  },
  {
    name: "the last to save a draft writes over a colleague unseen",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/existing.ts",
        search: "  if (opened === null) return null;",
        replacement: "  if (opened === null || opened) return null;",
      },
    ],
  },
  {
    name: "a form's copy in another tab writes over its draft",
    test: "lib/registrations/intake/register.db.test.ts",
    patches: [
      {
        file: "lib/registrations/intake/existing.ts",
        search: "return registrationId === null && opened === null && !kept.isSame ? kept : null;",
        replacement: "return null;",
      },
    ],
  },
  {
    name: "a field of the form is asked nowhere",
    test: "components/registrations/form/field-sections.test.tsx",
    patches: [
      {
        file: "components/registrations/form/field-sections.tsx",
        search: "        {elements.referralCode}\n",
        replacement: "",
      },
    ],
  },
  {
    name: "what cannot be read of a field is no problem",
    test: "lib/registrations/input/schema.test.ts",
    patches: [
      {
        file: "lib/registrations/input/schema.ts",
        search: "return problems.length === 0;",
        replacement: "return problems.length < 2;",
      },
    ],
  },
];
