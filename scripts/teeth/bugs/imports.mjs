export const BUGS = [
  {
    name: "hidden rows come back where everybody sends them",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/result/rows.ts",
        search: 'if (row.isHidden && row.state === "skipped") hidden.add(cells);',
        replacement: "",
      },
    ],
  },
  {
    name: "an address that is the representative's in one row and the user's in another is no repetition",
    test: "lib/imports/checking/repeated-keys.test.ts",
    patches: [
      {
        file: "lib/imports/checking/repeated-keys.ts",
        search: "if (keys.invitedUserEmail !== keys.representativeEmail) see(EMAIL, keys.invitedUserEmail);",
        replacement:
          "if (keys.invitedUserEmail !== keys.representativeEmail) see(INVITED, keys.invitedUserEmail);",
      },
      {
        file: "lib/imports/checking/repeated-keys.ts",
        search: "const MOST_KEPT = 2_000;",
        replacement: "const MOST_KEPT = 2_000;\nconst INVITED = 5;",
      },
    ],
  },
  {
    name: "a day is taken for a name",
    test: "lib/imports/checking/cell-findings.test.ts",
    patches: [
      {
        file: "lib/imports/checking/cell-findings.ts",
        search: 'return problem("cell_moment", { text, shown: kind.shown });',
        replacement: "return null;",
      },
    ],
  },
  {
    name: "matching the columns anew forgets what cells were",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/check-unchecked.ts",
        search: "checkRow(cells, { fields, environment, kinds })",
        replacement: "checkRow(cells, { fields, environment })",
      },
    ],
  },
  {
    name: "rows that were filled in beforehand need fixing",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/note-row.ts",
        search: 'if (texts.length === 0) return "row_empty";',
        replacement: 'if (cells.every(isBlank)) return "row_empty";',
      },
    ],
  },
  {
    name: "a viewer reads a phone number in what is said of its cell",
    test: "lib/imports/field-files.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries-masked.ts",
        search: "ROW_FINDING_CODES.filter((code) => !QUOTING.has(code))",
        replacement: "ROW_FINDING_CODES",
      },
    ],
  },
  {
    name: "a dash is a partner reference",
    test: "lib/imports/checking/check.test.ts",
    patches: [
      {
        file: "lib/imports/checking/row-input.ts",
        search: 'const isNamed = named !== "" && placeholderIn(named) !== "nothing";',
        replacement: 'const isNamed = named !== "" && placeholderIn(named) !== "doubtful";',
      },
    ],
  },
  {
    name: "a row that the check found ready is refused when it is sent",
    test: "lib/imports/checking/check.test.ts",
    patches: [
      {
        file: "lib/imports/sending/row-decision.ts",
        search: "existing ? keptReference(existing) : partnerReferenceOfRow(row.rowKey);",
        replacement: 'existing ? keptReference(existing) : "-";',
      },
    ],
  },
  {
    name: "a note has to be accepted",
    test: "lib/imports/checking/check.test.ts",
    patches: [
      {
        file: "lib/imports/checking/check.ts",
        search: ": warnings.every(isNote)",
        replacement: ": warnings.length === 0",
      },
    ],
  },
  {
    name: "zeros lost in a spreadsheet program are not asked about",
    test: "lib/imports/field-pastes.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/findings.ts",
        search: "if (column >= 0) await tellOfEarlierValues(tx, batch, column);",
        replacement: "",
      },
    ],
  },
  {
    name: "what was replaced may still be sent",
    test: "lib/imports/checking/replace.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/replace.ts",
        search: "set status = 'stopped', finished_at",
        replacement: "set finished_at",
      },
    ],
  },
  {
    name: "another person's upload is replaced",
    test: "lib/imports/checking/replace.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/replace.ts",
        search: 'each.createdById === actor.id && each.status === "checked"',
        replacement: 'each.status === "checked"',
      },
    ],
  },
  {
    name: "a spreadsheet of a restored backup goes on although nobody has looked",
    test: "lib/restores/marks/notice.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/send.ts",
        search: "if (wasPutBack && !hasLooked) throw",
        replacement: "if (wasPutBack && hasLooked === null) throw",
      },
    ],
  },
  {
    name: "a row goes again that a restored backup knows as unsent",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/row-decision.ts",
        search: "if (existing?.wasPutBack) return",
        replacement: "if (existing?.wasPutBack && existing.isArchived) return",
      },
    ],
  },
  {
    name: "the check lets a row through that a restored backup knows as unsent",
    test: "lib/imports/checking/findings.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/findings-sql.ts",
        search: "r.status in ('DRAFT', 'NEEDS_FIX', 'FAILED')",
        replacement: "r.status in ('DRAFT')",
      },
    ],
  },
  {
    name: "what waits still goes when a spreadsheet is stopped",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/sending/send.ts",
        search: "    await takeBack(tx, actor, batch.id);\n",
        replacement: "",
      },
    ],
  },
  {
    name: "what was changed by hand is replaced without a word",
    test: "lib/imports/checking/replace.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/replace.ts",
        search: "e.left_out <> e.is_hidden or e.accepted_reason is not null or ",
        replacement: "",
      },
    ],
  },
  {
    name: "the reason for a duplicate is kept with a typo that was accepted beside it",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/edits.ts",
        search: "asksReason || input.position !== null",
        replacement: "asksReason || input.reason !== null",
      },
    ],
  },
  {
    name: "a viewer reads contacts in the name of the file that took another's place",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries.ts",
        search: "fileName: showLabel(actor, replacedBy.fileName)",
        replacement: "fileName: replacedBy.fileName as never",
      },
    ],
  },
  {
    name: "a viewer reads contacts in the names of a file's sheets",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries.ts",
        search: "row.facts && showFacts(actor, row.facts)",
        replacement: "row.facts",
      },
    ],
  },
  {
    name: "what was put away counts among what the list shows of a spreadsheet",
    test: "lib/imports/sending/run.db.test.ts",
    patches: [
      {
        file: "lib/imports/queries.ts",
        search: "of.standing[status] += open;",
        replacement: "of.standing[status] += count;",
      },
    ],
  },
  {
    name: "the warnings of a row are accepted although somebody has changed it",
    test: "lib/imports/checking/edits.db.test.ts",
    patches: [
      {
        file: "lib/imports/checking/edits.ts",
        search: 'if (row === null || rowPrint(row) !== print) throw new AppError("changed_meanwhile");',
        replacement: "void row, void rowPrint, void print;",
      },
    ],
  },
];
