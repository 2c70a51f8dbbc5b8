import { parseArgs } from "node:util";
import { addressOf, FAILURE_RULES } from "./failure-address";
import { FAILURES } from "./failures";
import { startStandIn } from "./server";
import { DEFAULT_SWITCHES } from "./switches";

const HELP = `The local stand-in for DOKU's Create Business Lite. Not DOKU: agreement with it shows agreement
with DOKU's documents, not acceptance by DOKU. It listens on 127.0.0.1 only.

  tsx lib/doku/stand-in/main.ts --client-id BRN-… --secret-env NAME [--port 0] [--ledger FILE]

  --client-id   the Client-Id it knows
  --secret-env  the environment variable that holds the secret; given twice, both secrets are active
  --port        where it listens; 0, the default, takes a free port
  --ledger      a JSONL file that keeps what it created over a restart

At its address: a page; GET /__stand-in/state and /__stand-in/ledger.json tell what it received and
created; POST /__stand-in/switches with JSON changes a switch (${Object.keys(DEFAULT_SWITCHES).join(", ")});
POST /__stand-in/reset forgets everything.

Failures by the invited user's email
${FAILURE_RULES.map((rule) => `  ${rule}`).join("\n")}

${failureLines().join("\n")}
`;

function failureLines(): string[] {
  const widest = Math.max(...FAILURES.map((failure) => addressOf(failure).length));
  return FAILURES.map((failure) => {
    const everyCall = failure.calls === "every" ? " (every call)" : "";
    return `  ${addressOf(failure).padEnd(widest)}  ${failure.sentence}${everyCall}`;
  });
}

function readCommandLine() {
  return parseArgs({
    options: {
      port: { type: "string", default: "0" },
      "client-id": { type: "string" },
      "secret-env": { type: "string", multiple: true },
      ledger: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  }).values;
}

/** Ends at a problem with one sentence about each, never with a secret in it. */
function readOptions(values: ReturnType<typeof readCommandLine>) {
  const clientId = values["client-id"] ?? "";
  const names = values["secret-env"] ?? [];
  const secrets = names.map((name) => process.env[name] ?? "");
  const port = Number(values.port);
  const problems: string[] = [];
  if (clientId === "") problems.push("--client-id is missing");
  if (names.length === 0) problems.push("--secret-env is missing");
  names.forEach((name, at) => {
    if (secrets[at] === "") problems.push(`The environment variable ${name} is empty`);
  });
  if (!/^\d+$/.test(values.port) || port > 65_535) problems.push("--port is not a number from 0 to 65535");
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { port, clients: { [clientId]: secrets }, ledgerFile: values.ledger };
}

async function main(): Promise<void> {
  const values = readCommandLine();
  if (values.help) {
    console.log(HELP);
    return;
  }
  const onProblem = (problem: unknown) => console.error("stand-in:", problem);
  const standIn = await startStandIn({ ...readOptions(values), onProblem });
  console.log(`stand-in listening on ${standIn.url}`);
  const stop = () => {
    standIn.close().catch(onProblem);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 1;
});
