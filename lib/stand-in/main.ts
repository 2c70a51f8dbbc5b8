import { parseArgs } from "node:util";
import { ODD_ANSWERS } from "@/lib/stand-in/asking/odd-answers";
import { addressOf, FAILURE_RULES } from "@/lib/stand-in/failures/address";
import { FAILURES } from "@/lib/stand-in/failures/failures";
import { describeSwitches } from "@/lib/stand-in/failures/switch-words";
import { createSwitchboard, DEFAULT_SWITCHES, parseChange } from "@/lib/stand-in/failures/switches";
import { REQUESTS_KEPT, startStandIn } from "./server";

const HELP = `The local stand-in for DOKU's Create Business Lite, Get Business Data, Check Requirements and Generate Token. Not DOKU: agreement with it shows agreement
with DOKU's documents, not acceptance by DOKU.

  tsx lib/stand-in/main.ts --client-id BRN-… --secret-env NAME [--host 127.0.0.1] [--port 0]
      [--ledger FILE] [--switches JSON] [--requests-kept N]

  --client-id   the Client-Id it knows
  --secret-env  the environment variable that holds the secret; given twice, both secrets are active
  --host        where it listens; 127.0.0.1, the default, is this machine alone
  --port        where it listens; 0, the default, takes a free port
  --ledger      a JSONL file that keeps what it created over a restart; without it, memory only
  --switches    where the switches begin and a reset leads back to, as JSON
  --requests-kept  how many of the newest calls it can tell of, ${REQUESTS_KEPT} by default

At its address: a page; GET /__stand-in/state tells what it received and created (?requests=0 and
?businesses=100 keep to the newest so many); GET /__stand-in/ledger.json tells the mapping alone;
POST /__stand-in/switches with JSON changes switches; POST /__stand-in/reset forgets everything.
GET /__stand-in/businesses/ID tells how a business stands at DOKU, PUT with JSON moves it: {"stage":"in_review"}.

Switches, as they are unless told otherwise
${switchLines().join("\n")}
  and for example
  {"faults":{"rate":0.3,"seed":42,"mostInARow":3,"kinds":["reset","html"]}}
  {"latency":{"kind":"fixed","delayMs":20}}
  {"latency":{"kind":"uniform","fromMs":5,"toMs":50,"seed":42}}
  {"latency":{"kind":"long_tail","medianMs":20,"p99Ms":800,"seed":42}}
  {"rateLimit":{"perSecond":50,"retryAfterSeconds":1}}
  {"withheld":{"calls":["token","requirements","business_data"],"status":404}}

Answers of Get Business Data for "lookAnswer", and for one business as "answer"
${oddAnswerLines().join("\n")}

Failures by the invited user's email
${FAILURE_RULES.map((rule) => `  ${rule}`).join("\n")}

${failureLines().join("\n")}
`;

function switchLines(): string[] {
  return describeSwitches(DEFAULT_SWITCHES).map(
    ({ name, value, question, meaning }) => `  ${`"${name}":${value}`.padEnd(27)}  ${question}: ${meaning}`,
  );
}

function oddAnswerLines(): string[] {
  return Object.entries(ODD_ANSWERS).map(([name, sentence]) => `  ${name.padEnd(16)}  ${sentence}`);
}

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
      host: { type: "string" },
      port: { type: "string", default: "0" },
      "client-id": { type: "string" },
      "secret-env": { type: "string", multiple: true },
      ledger: { type: "string" },
      switches: { type: "string", default: "{}" },
      "requests-kept": { type: "string", default: String(REQUESTS_KEPT) },
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
  const requestsKept = Number(values["requests-kept"]);
  if (!Number.isInteger(requestsKept) || requestsKept < 1) {
    problems.push("--requests-kept is not a number from 1");
  }
  const changed = createSwitchboard().change(parseChange(values.switches));
  if (!changed.ok) problems.push(...changed.problems.map((problem) => `--switches: ${problem}`));
  const switches = changed.ok ? changed.switches : undefined;
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    host: values.host,
    port,
    clients: { [clientId]: secrets },
    ledgerFile: values.ledger,
    switches,
    requestsKept,
  };
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
