// What every run of tests has: a count, processes that are ended with it, and a last line that stands alone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareCheckout } from "../checkout/checkout.mjs";
import { ROOT } from "../checkout/root.mjs";
import { removeAbandonedPostgres } from "../postgres/postgres.mjs";
import { createChildren } from "../processes/children.mjs";
import { createProgress } from "../terminal/progress.mjs";
import { findBrowser } from "./browser.mjs";
import { neutralEnvironment } from "./product.mjs";
import { readCount } from "./tally.mjs";

const STOP_GRACE_MS = 60_000;

/** @param {import("node:child_process").SpawnOptions} options */
function quiet(options) {
  return { ...options, env: { NO_COLOR: "1", ...options.env }, tailLines: 200 };
}

/**
 * @typedef {{ name: string, program: string, args: readonly string[], env?: NodeJS.ProcessEnv, isShown?: boolean }} Call
 *   of a program below node_modules; what it says is shown as it comes, or else at the end if it fails
 * @typedef {ReturnType<typeof createTestRun>} TestRun
 */

export function createTestRun() {
  const progress = createProgress();
  const children = createChildren(() => {});
  const reports = mkdtempSync(join(tmpdir(), "mitra-test-"));
  const total = { passed: 0, failed: 0 };
  /** What failed, told again by the count, where it is looked for. @type {string[]} */
  const failures = [];
  /** @type {string[]} */
  const unsteady = [];
  let isInterrupted = false;
  /** @type {import("../processes/children.mjs").Children | null} */
  let preparation = null;

  /** @param {unknown} error */
  const reportFailure = (error) => {
    total.failed++;
    progress.say(`\n${error instanceof Error ? error.message : error}\n`);
  };

  /** @param {string} title @param {readonly string[]} list */
  const tellList = (title, list) => {
    if (list.length > 0) progress.say(`\n  ${title}:\n\n  ${list.join("\n  ")}`);
  };

  const requireGoingOn = () => {
    if (isInterrupted) throw new Error("Interrupted.");
  };

  /** Ends what runs now, so that the steps fail one after another and everything is put away. */
  const interrupt = () => {
    isInterrupted = true;
    void preparation?.end("all", { graceMs: STOP_GRACE_MS });
    void children.end("all", { graceMs: STOP_GRACE_MS });
  };

  /** @param {Call} call @returns {Promise<Error | null>} why it failed */
  const attempt = async ({ name, program, args, env, isShown }) => {
    const command = [join(ROOT, "node_modules", program), ...args];
    const options = { cwd: ROOT, env: { ...neutralEnvironment(), ...env } };
    try {
      if (isShown) await show(name, command, options);
      else await children.run(name, process.execPath, command, quiet(options));
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };

  /** @param {string} name @param {string[]} command @param {import("node:child_process").SpawnOptions} options */
  const show = (name, command, options) =>
    new Promise((resolve, reject) => {
      const child = children.spawn(name, process.execPath, command, {
        ...options,
        stdio: ["ignore", "inherit", "inherit"],
      });
      child.once("error", reject);
      child.once("exit", (code) => (code === 0 ? resolve(code) : reject(new Error(`${name} failed.`))));
    });

  return {
    progress,
    children,
    reports,
    total,
    requireGoingOn,

    /** @param {import("../checkout/checkout.mjs").Stage} upTo */
    prepare(upTo) {
      return prepareCheckout({
        progress,
        upTo,
        withTools: true,
        onChildren: (steps) => {
          preparation = steps;
        },
      });
    },

    /** @param {{ isWhole?: boolean }} [needs] `isWhole`: one that can open a window */
    findBrowser({ isWhole } = {}) {
      return progress.step("Browser", (note) => findBrowser({ children, note, isWhole, requireGoingOn }));
    },

    /**
     * A step that passes or fails as one; what went wrong is said, and the next step follows.
     *
     * @param {string} name
     * @param {(note: (detail: string) => void) => Promise<unknown>} work
     * @param {{ isTest?: boolean }} [options] what is no test counts only where it fails
     */
    async countStep(name, work, { isTest = true } = {}) {
      try {
        await progress.step(name, work);
        if (isTest) total.passed++;
      } catch (error) {
        failures.push(name);
        reportFailure(error);
      }
    },

    /**
     * Runs a test runner and adds the count in the report that it writes to `file`.
     *
     * @template Report
     * @param {Call & { file: string, count: (report: Report) => import("./tally.mjs").Count }} runner
     */
    async runTests({ file, count, ...call }) {
      const work = async (/** @type {(detail: string) => void} */ note) => {
        const failure = await attempt(call);
        const counted = readCount({ file, hasSucceeded: !failure, count });
        const { passed, failed } = counted;
        total.passed += passed;
        total.failed += failed;
        failures.push(...counted.failures);
        unsteady.push(...(counted.unsteady ?? []));
        note(`${passed} passed${failed ? `, ${failed} failed` : ""}`);
        if (failure && !call.isShown) throw failure;
      };
      // A line that is drawn anew would run into what is shown.
      const ending = call.isShown ? work(() => {}) : progress.step(call.name, work);
      await ending.catch((error) => progress.say(`\n${error.message}\n`));
    },

    /** Does the work, puts everything away, says the count and ends this process. @param {() => Promise<void>} work */
    async carryOut(work) {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);
      await work().catch(reportFailure);
      await children.end("all", { graceMs: STOP_GRACE_MS });
      await removeAbandonedPostgres();
      rmSync(reports, { recursive: true, force: true });
      tellList("What passed only at the second try", unsteady);
      tellList("What failed", failures);
      process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
      process.exit(total.failed > 0 || isInterrupted ? 1 : 0);
    },
  };
}
