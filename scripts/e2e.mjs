// npm run e2e -- [story …] [-g title] [Playwright's options]: the stories in a real browser, all of them or those that are named.
import "./node-version.cjs";
import { chooseStories, OPENS_A_WINDOW, removeKeptLogs, runStories } from "./test/stories.mjs";
import { createTestRun } from "./test/test-run.mjs";

const run = createTestRun();

await run.carryOut(async () => {
  await run.prepare("packages");
  const args = process.argv.slice(2);
  const choice = await chooseStories(run, args);
  const browser = await run.findBrowser({ isWhole: args.some((arg) => OPENS_A_WINDOW.test(arg)) });
  await run.prepare("build");
  removeKeptLogs();
  await runStories(run, browser, choice);
});
