import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { npmProgram } from "@/scripts/checkout/packages.mjs";
import { neutralEnvironment } from "@/scripts/test/product.mjs";
import { percentile } from "./latencies";

/** Fetched on demand into npm's own cache: as a dependency it would put 170 MB into every installation. */
const LIGHTHOUSE = "lighthouse@13.5.0";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
const TIMEOUT_MS = 180_000;
const ANSWER_BYTES = 64 * 2 ** 20;

export type Scores = Record<(typeof CATEGORIES)[number], number>;

/**
 * The scores from 0 to 100 of an address, each the median over the runs, on Lighthouse's own slow telephone.
 *
 * Our pages ask search engines to stay away on purpose, so the one audit that wants them to come is left out.
 */
export async function measureScores({
  address,
  cookie,
  runs,
  browserPath,
}: {
  address: string;
  cookie: { name: string; value: string } | null;
  runs: number;
  browserPath: string;
}): Promise<Scores> {
  const cookies = ["locale=en", ...(cookie ? [`${cookie.name}=${cookie.value}`] : [])].join("; ");
  const [command, before] = npmProgram();
  const args = [
    ...before,
    ...["exec", "--yes", "--loglevel=error", "--", LIGHTHOUSE, address, "--quiet", "--output=json"],
    `--only-categories=${CATEGORIES.join(",")}`,
    "--skip-audits=is-crawlable",
    `--extra-headers=${JSON.stringify({ Cookie: cookies })}`,
    "--chrome-flags=--headless=new --no-sandbox",
  ];
  const env = { ...neutralEnvironment(), NODE_ENV: "production" as const, CHROME_PATH: browserPath };
  const told: Scores[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout } = await promisify(execFile)(command, args, {
      env,
      timeout: TIMEOUT_MS,
      maxBuffer: ANSWER_BYTES,
    });
    told.push(readScores(stdout));
  }
  const median = (category: keyof Scores) =>
    percentile(
      told.map((scores) => scores[category]),
      0.5,
    );
  return {
    performance: median("performance"),
    accessibility: median("accessibility"),
    "best-practices": median("best-practices"),
    seo: median("seo"),
  };
}

function readScores(report: string): Scores {
  const { categories } = JSON.parse(report) as { categories: Record<keyof Scores, { score: number | null }> };
  const score = (category: keyof Scores) => Math.round((categories[category].score ?? 0) * 100);
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    "best-practices": score("best-practices"),
    seo: score("seo"),
  };
}
