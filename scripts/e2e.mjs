// npm run e2e -- [story …] [-g title] [Playwright's options]: the stories in a real browser, all of them or those that are named.
import "./node-version.cjs";
import { chooseStories, removeKeptLogs, runStories } from "./test/stories.mjs";
import { createTestRun } from "./test/test-run.mjs";

const run = createTestRun();

await run.carryOut(async () => {
  await run.prepare("packages");
  const choice = await chooseStories(run, process.argv.slice(2));
  const browser = await run.findBrowser();
  await run.prepare("build");
  removeKeptLogs();
  await runStories(run, browser, choice);
});
