// npm run build: what npm start builds by itself, for an image that is built once and started often.
import { prepareCheckout, requireNode } from "./checkout.mjs";
import { createProgress, StartProblem } from "./progress.mjs";

try {
  requireNode();
  await prepareCheckout({ progress: createProgress(), needsBuild: true });
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exitCode = 1;
}
