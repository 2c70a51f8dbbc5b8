/** The programs that run beside the web server and the worker, by their names in a release. */
export const PROGRAM_SOURCES = {
  "stand-in": "lib/stand-in/main.ts",
  "check-env": "scripts/programs/check-env.ts",
  "prepare-database": "scripts/programs/prepare-database.ts",
  migrate: "scripts/programs/migrate.ts",
  user: "scripts/programs/user.ts",
  audit: "scripts/programs/audit.ts",
  seed: "scripts/programs/seed.ts",
  "doku-check": "scripts/programs/doku-check.ts",
};
