export const BUGS = [
  {
    name: "a form that cannot be read is taken for a fault of ours",
    test: "lib/http/request-body.test.ts",
    patches: [
      {
        file: "lib/http/request-body.ts",
        search: 'throw new AppError("bad_input", { cause });',
        replacement: "throw cause;",
      },
    ],
  },
  {
    name: "whatever address a client claims is counted by",
    test: "lib/http/client-address.test.ts",
    patches: [
      {
        file: "lib/http/client-address.ts",
        search: "  const heard = entries.at(-1 - trustedProxies) ?? entries[0] ??",
        replacement: "  const heard = entries[0] ??",
      },
    ],
  },
  {
    name: "HEAD opens a stream",
    test: "lib/server/route-handler.test.ts",
    patches: [
      {
        file: "lib/server/route-handler.ts",
        search: 'if (request.method === "HEAD" && permission !== "public")',
        replacement: 'if (request.method === "HEADER" && permission !== "public")',
      },
    ],
  },
  {
    name: "a stranger's large body is read",
    test: "lib/http/request-body.test.ts",
    patches: [
      {
        file: "lib/http/request-body.ts",
        search: "if (bytes <= STRANGER_BODY_MAX_BYTES && !isUntold) return null;",
        replacement: "return null;",
      },
    ],
  },
  {
    name: "the scheme of a page's address does not matter",
    test: "lib/http/request-origin.test.ts",
    patches: [
      {
        file: "lib/http/request-origin.ts",
        search: 'if (siteUrl.startsWith("https:") && !isLoopback(hostname)) return false;',
        replacement: "",
      },
    ],
  },
  {
    name: "leaked passwords are taken",
    test: "lib/users/password-rules.test.ts",
    patches: [
      {
        file: "lib/users/guessable-words.ts",
        search: "const ranked = { ...leaked.dictionary, ...indonesian.dictionary };",
        replacement: "const ranked = { ...indonesian.dictionary };",
      },
    ],
  },
  {
    name: "ADMIN_PASSWORD is hashed whatever it is",
    test: "lib/users/setup.db.test.ts",
    patches: [
      {
        file: "lib/users/first-admin.ts",
        search: '  if (checked?.ok === false) return { kind: "weak_password", problem: checked.problem };\n',
        replacement: "",
      },
    ],
  },
  {
    name: "signing in leads to wherever a form says",
    test: "lib/auth/session-cookie.test.ts",
    patches: [
      {
        file: "lib/auth/session-options.ts",
        search: "isOurs ? safeNextPath(pathOf(url, baseUrl)) : HOME_PATH",
        replacement: "pathOf(url, baseUrl)",
      },
    ],
  },
  {
    name: "a token is believed whatever it names",
    test: "lib/auth/session-cookie.test.ts",
    patches: [
      {
        file: "lib/auth/session-cookie.ts",
        search: 'typeof sessionId === "string" && UUID.test(sessionId)',
        replacement: 'typeof sessionId === "string"',
      },
    ],
  },
  {
    name: "a stranger's guesses keep a known device out",
    test: "lib/auth/sign-in.db.test.ts",
    patches: [
      {
        file: "lib/auth/sign-in.ts",
        search: "if (deviceId !== null) return",
        replacement: 'if (deviceId === "") return',
      },
    ],
  },
  {
    name: "strangers take every place for hashing",
    test: "lib/users/password.test.ts",
    patches: [
      {
        file: "lib/users/password.ts",
        search: '(who === "known" || running.stranger < MAX_STRANGERS_AT_ONCE)',
        replacement: "true",
      },
    ],
  },
  {
    name: "the log quotes what a stranger sent",
    test: "lib/http/json-console.test.ts",
    patches: [
      { file: "lib/http/json-console.ts", search: "(?:(?!\\1).)+(?:\\1|$)/gu", replacement: "(?!)/gu" },
    ],
  },
  {
    name: "the audit log of one person is everybody's",
    test: "lib/audit/log/queries.db.test.ts",
    patches: [
      {
        file: "lib/audit/log/entries.ts",
        search: "actor_id = $\u007bput(filter.person)}",
        replacement: "$\u007bput(filter.person)} <> ''",
      },
    ],
  },
  {
    name: "the audit log ends where its time was up",
    test: "lib/audit/log/queries.db.test.ts",
    patches: [
      {
        file: "lib/audit/log/queries.ts",
        search: "return { matches, stoppedAt: piece.last };",
        replacement: "return { matches, stoppedAt: null };",
      },
    ],
  },
  {
    name: "a person ends somebody else's session",
    test: "lib/users/profile.db.test.ts",
    patches: [
      {
        file: "lib/users/profile.ts",
        search: "endSession(tx, sessionId, actor.id)",
        replacement: "endSession(tx, sessionId)",
      },
    ],
  },
  {
    name: "an e-mail that may have been sent is called not sent",
    test: "lib/mail/mailer.test.ts",
    patches: [
      {
        file: "lib/mail/mail-ending.ts",
        search: '{ kind: "unsure", reason: "no_answer" };',
        replacement: '{ kind: "failed", reason: "no_answer" };',
      },
    ],
  },
  {
    name: "a clock that is ahead asks twenty times a second",
    test: "lib/server/patience.test.ts",
    patches: [
      {
        file: "lib/server/patience.ts",
        search: "SHORTEST_MS * GROWTH ** (looks - 1)",
        replacement: "SHORTEST_MS",
      },
    ],
  },
  {
    name: "what failed on the way in stands in its own words in an address",
    test: "lib/auth/next-auth.test.ts",
    patches: [
      {
        file: "lib/auth/next-auth.ts",
        search: '.catch((error: unknown) => failureOf(error, "sign-in"))',
        replacement: "",
      },
    ],
  },
  {
    name: "an upload goes on after its person was shut out",
    test: "lib/server/living-session.db.test.ts",
    patches: [
      {
        file: "lib/server/living-session.ts",
        search: "    await requireIn();\n    yield piece;",
        replacement: "    yield piece;",
      },
    ],
  },
  {
    name: "an upload is kept whose person was shut out before its end",
    test: "lib/server/living-session.db.test.ts",
    patches: [
      { file: "lib/server/living-session.ts", search: "  }\n  await requireIn();\n", replacement: "  }\n" },
    ],
  },
  {
    name: "who was shut out meanwhile gets the password they asked for",
    test: "lib/users/profile.db.test.ts",
    patches: [
      {
        file: "lib/users/profile.ts",
        search: '    await requireStillAllowed(tx, actor, "profile.write");\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a session that is opened locks old ones before the person",
    test: "lib/users/sessions.db.test.ts",
    patches: [
      {
        file: "lib/users/sessions.ts",
        search: "  const [opened] = await tx.$queryRaw<{ id: string }[]>`\n    insert",
        replacement:
          "  await tx.$executeRawUnsafe(\"delete from session where user_id = $1::uuid and expires_at < now() - interval '30 days'\", userId);\n  const [opened] = await tx.$queryRaw<{ id: string }[]>`\n    insert",
      },
    ],
  },
  {
    name: "an address of a registration is shown to who sees no contacts",
    test: "lib/registrations/masked-view.test.ts",
    patches: [
      {
        file: "lib/registrations/input/registration-fields.ts",
        search: 'column: "invitedUserEmail",\n    holds: "email"',
        replacement: 'column: "invitedUserEmail",\n    holds: "code"',
      },
    ],
  },
  {
    name: "one who is made to wait has everybody of their network wait",
    test: "lib/auth/sign-in.db.test.ts",
    patches: [
      {
        file: "lib/auth/sign-in.ts",
        search: "counted.slice(0, index)",
        replacement: "counted.slice(0, 0)",
      },
    ],
  },
  {
    name: "a person whose file was refused reads a code",
    test: "lib/server/route-handler.test.ts",
    patches: [
      {
        file: "lib/server/route-handler.ts",
        search: "if (!request || !isOfPerson(request))",
        replacement: "if (!request || isOfPerson(request))",
      },
    ],
  },
];
