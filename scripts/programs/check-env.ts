import { readProcessEnv } from "@/lib/env";

// One line for each wrong or missing variable, without its value; exit 2 if there is any.
const reading = readProcessEnv();
if (!reading.ok) {
  for (const problem of reading.problems) console.log(problem);
  process.exitCode = 2;
}
