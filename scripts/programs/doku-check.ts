import { testWords } from "@/components/credentials/test-words";
import { judgeTest } from "@/lib/credentials/credential-test";
import { openTestClient, tryCredential } from "@/lib/credentials/try-credential";
import { env, readProcessEnv } from "@/lib/env";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { runProgram } from "./run-program";

const USAGE = "Usage: npm run doku:check [-- --signs-query]";

/**
 * `npm run doku:check`: asks DOKU for a token and a list of documents, which creates nothing, and says in plain words
 * what it answered. Ends with 0 only where the credential is accepted.
 */
async function main(args: readonly string[]): Promise<number> {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== "--signs-query")) {
    console.error(USAGE);
    return 2;
  }
  const reading = readProcessEnv();
  if (!reading.ok) {
    console.error(["Nothing was asked. These settings need a change:", ...reading.problems].join("\n    - "));
    return 2;
  }
  const { environment, baseUrl, clientId } = env().doku;
  console.log(`${environment}, ${baseUrl}, ${clientId}`);
  const test = await tryCredential(openTestClient(), { signsQuery: option !== undefined });
  const say = createTranslatorFor("en", "credentials");
  for (const sentence of testWords(test, say, createTranslatorFor("en", "detail")).sentences)
    console.log(`${sentence}.`);
  return judgeTest(test) === "usable" ? 0 : 1;
}

void runProgram(main);
