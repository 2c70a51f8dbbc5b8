// The bugs that some test must catch. Each is a few words of the product replaced, and the narrow test that goes red.
// They stand in `bugs`, by what they break.
import { BUGS as ANSWERS } from "./bugs/answers.mjs";
import { BUGS as BATCHES } from "./bugs/batches.mjs";
import { BUGS as CLAIMS } from "./bugs/claims.mjs";
import { BUGS as CREDENTIALS } from "./bugs/credentials.mjs";
import { BUGS as DATABASE } from "./bugs/database.mjs";
import { BUGS as DOKU } from "./bugs/doku.mjs";
import { BUGS as DOORS } from "./bugs/doors.mjs";
import { BUGS as FINDING } from "./bugs/finding.mjs";
import { BUGS as IMPORTS } from "./bugs/imports.mjs";
import { BUGS as INTAKE } from "./bugs/intake.mjs";
import { BUGS as JOBS } from "./bugs/jobs.mjs";
import { BUGS as LIFE } from "./bugs/life.mjs";
import { BUGS as LIST } from "./bugs/list.mjs";
import { BUGS as PROCESSES } from "./bugs/processes.mjs";
import { BUGS as PROGRESS } from "./bugs/progress.mjs";
import { BUGS as REMINDERS } from "./bugs/reminders.mjs";
import { BUGS as RESTORES } from "./bugs/restores.mjs";
import { BUGS as SCREENS } from "./bugs/screens.mjs";
import { BUGS as SCRIPTS } from "./bugs/scripts.mjs";
import { BUGS as SPREADSHEETS } from "./bugs/spreadsheets.mjs";

/**
 * @typedef {{ file: string, search: string, replacement: string }} Patch
 * @typedef {{ name: string, patches: readonly Patch[], test: string }} PlantedBug
 */

/** @type {readonly PlantedBug[]} */
export const PLANTED_BUGS = [
  ...ANSWERS,
  ...BATCHES,
  ...CLAIMS,
  ...CREDENTIALS,
  ...DATABASE,
  ...DOKU,
  ...DOORS,
  ...FINDING,
  ...IMPORTS,
  ...INTAKE,
  ...JOBS,
  ...LIFE,
  ...LIST,
  ...PROCESSES,
  ...PROGRESS,
  ...REMINDERS,
  ...RESTORES,
  ...SCREENS,
  ...SCRIPTS,
  ...SPREADSHEETS,
];
