// npm run check: types, what nothing uses, format and lint.
import "./node-version.cjs";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { createChildren } from "./processes/children.mjs";
import { createProgress, StartProblem } from "./terminal/progress.mjs";
import { CHECKS } from "./test/checks.mjs";

const progress = createProgress();
try {
  await prepareCheckout({ progress, upTo: "packages", withTools: true });
  const children = createChildren(() => {});
  for (const { name, run } of CHECKS) {
    await progress
      .step(name, () => run(children))
      .catch((error) => {
        progress.say(error.message);
        process.exitCode = 1;
      });
  }
} catch (error) {
  progress.say(error instanceof StartProblem ? error.message : String(error));
  process.exitCode = 1;
}
