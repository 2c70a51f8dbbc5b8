// npm run build: what npm start builds by itself, for an image that is built once and started often.
//
//   npm run build                              what npm run server, worker and migrate run from, in this checkout
//   npm run build -- --release /srv/mitra-0.2  also copies it to a folder that needs nothing of this one
import "./node-version.cjs";
import { resolve } from "node:path";
import { prepareCheckout } from "./checkout/checkout.mjs";
import { exportRelease } from "./checkout/release.mjs";
import { ROOT } from "./checkout/root.mjs";
import { readOptions } from "./terminal/options.mjs";
import { createProgress, StartProblem } from "./terminal/progress.mjs";

const wanted = readOptions(
  { release: { type: "string" } },
  "Usage: npm run build [-- --release <new folder>]",
);
try {
  const progress = createProgress();
  const { release } = await prepareCheckout({ progress, upTo: "build" });
  if (wanted.release && release) {
    const target = resolve(wanted.release);
    exportRelease({ root: ROOT, release, target });
    progress.done("Release", target);
  }
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exitCode = 1;
}
