import { type Review, STAGES, type Stage } from "@/lib/stand-in/asking/reviews";
import { addressOf, FAILURE_RULES } from "@/lib/stand-in/failures/address";
import { FAILURES } from "@/lib/stand-in/failures/failures";
import { describeSwitches } from "@/lib/stand-in/failures/switch-words";
import type { Switches } from "@/lib/stand-in/failures/switches";
import type { RequestEntry } from "@/lib/stand-in/http/request-log";
import type { Business } from "@/lib/stand-in/ledger/ledger";
import { html, type Markup } from "./markup";
import { callsOf, sentenceOf, timeOf } from "./words";

const BUSINESSES_SHOWN = 50;

/** How many of the newest calls the page shows. */
export const CALLS_SHOWN = 100;

export type PageFacts = {
  businesses: readonly Business[];
  reviewOf: (business: Business) => Review;
  /** The newest of `requestCount`, oldest first. */
  requests: readonly RequestEntry[];
  requestCount: number;
  switches: Switches;
};

/** The whole page as HTML. Shows no secret and no signature: nothing it is given holds one. */
export function renderPage(facts: PageFacts): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>DOKU stand-in</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%23b45309'/%3E%3Ccircle cx='8' cy='8' r='3' fill='none' stroke='white' stroke-width='1.5' stroke-dasharray='2 1.2'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/__stand-in/page.css">
<script src="/__stand-in/page.js" defer></script>
</head>
<body>
<header>
<div class="title"><h1>DOKU stand-in</h1><span class="badge warn">Local, not DOKU</span></div>
<p>This server on your own machine behaves as DOKU's published documents say. Agreement with it shows
agreement with the documents only, not acceptance by DOKU. No invitation is sent to anyone.</p>
</header>
<main>
${businessSection(facts)}
${callSection(facts.requests, facts.requestCount)}
${failureSection()}
${switchSection(facts.switches)}
</main>
<footer>
<a href="/__stand-in/state">State as JSON</a> <a href="/__stand-in/ledger.json">Ledger as JSON</a>
</footer>
<p id="announcement" class="unseen" role="status"></p>
</body>
</html>
`;
  return page.markup;
}

function businessSection({ businesses, reviewOf }: PageFacts): Markup {
  const newest = businesses.slice(-BUSINESSES_SHOWN).reverse();
  const rows = newest.map(
    (business) => html`<tr>
<td data-label="Created">${time(business.createdAt)}</td>
<td data-label="Merchant"><div>${business.businessName}<code class="below">${business.partnerRefId}</code></div></td>
<td data-label="Business ID"><code class="id">${business.businessId}</code></td>
<td data-label="Brand IDs">${brandList(business.brandIds)}</td>
<td data-label="Invited user">${business.invitedUserEmail}</td>
<td data-label="At DOKU">${reviewCell(business, reviewOf(business))}</td>
</tr>`,
  );
  const columns = ["Created", "Merchant", "Business ID", "Brand IDs", "Invited user", "At DOKU"];
  const empty = "No business yet. Register a merchant, and it appears here.";
  return html`<section id="businesses" data-live>
<h2>Businesses <span class="count">${businesses.length}</span></h2>
${table(columns, rows, empty)}
${more(businesses.length, BUSINESSES_SHOWN)}
</section>`;
}

/** How far it has come, to be changed here; raw values stand below where they are not those of the stage. */
function reviewCell({ businessId, businessName }: Business, review: Review): Markup {
  const { status, brandStatus, financeStatus, riskEngineStatus, serviceStatus, answer } = review;
  const raw = [...new Set([status, brandStatus, financeStatus, riskEngineStatus, serviceStatus])];
  const told = raw.flatMap((value) => (value === null ? [] : [value.slice(0, 60)])).join(", ");
  const options = STAGES.map((stage) =>
    stage === review.stage
      ? html`<option value="${stage}" selected>${STAGE_WORDS[stage]}</option>`
      : html`<option value="${stage}">${STAGE_WORDS[stage]}</option>`,
  );
  return html`<div><select data-business="${businessId}" aria-label="How far ${businessName} has come at DOKU">${options}</select>
${told === "" ? html`` : html`<code class="below">${told}</code>`}
${answer === null ? html`` : html`<span class="badge warn">${answer}</span>`}</div>`;
}

const STAGE_WORDS = {
  invited: "Invited",
  in_progress: "In progress",
  in_review: "In review",
  verified: "Verified",
  rejected: "Rejected",
} satisfies Record<Stage, string>;

function callSection(requests: readonly RequestEntry[], total: number): Markup {
  const newest = requests.slice(-CALLS_SHOWN).reverse();
  const rows = newest.map(
    (entry) => html`<tr>
<td data-label="Received">${time(entry.at)}</td>
<td data-label="Answer">${statusBadge(entry.status)}</td>
<td data-label="What happened">${sentenceOf(entry)}</td>
<td data-label="Request-Id"><code>${entry.requestId ?? "none"}</code></td>
<td data-label="Body" class="number">${entry.bytes} B</td>
</tr>`,
  );
  const columns = ["Received", "Answer", "What happened", "Request-Id", "Body"];
  return html`<section id="calls" data-live>
<h2>Calls since the start <span class="count">${total}</span></h2>
${table(columns, rows, "No call yet.")}
${more(total, CALLS_SHOWN)}
</section>`;
}

function failureSection(): Markup {
  const rows = FAILURES.map(
    (failure) => html`<tr>
<td data-label="Email"><div class="address"><code>${addressOf(failure)}</code>
<button type="button" data-copy="${addressOf(failure)}" aria-label="Copy ${addressOf(failure)}">Copy</button></div></td>
<td data-label="What happens">${failure.sentence}</td>
<td data-label="Business">${failure.when === "after" ? html`<span class="badge ok">Exists</span>` : html`<span class="badge">None</span>`}</td>
<td data-label="Strikes">${callsOf(failure)}</td>
</tr>`,
  );
  return html`<section id="failures">
<h2>Failures on demand</h2>
<ul class="rules">${FAILURE_RULES.map((rule) => html`<li>${rule}</li>`)}</ul>
${table(["Invited user's email", "What happens", "Business", "Strikes"], rows, "")}
</section>`;
}

function switchSection(switches: Switches): Markup {
  const rows = describeSwitches(switches).map(
    ({ name, value, question, meaning }) => html`<tr>
<td data-label="Question">${question}</td>
<td data-label="Switch"><code>${name}: ${value}</code></td>
<td data-label="Meaning">${meaning}</td>
</tr>`,
  );
  return html`<section id="switches" data-live>
<h2>Switches in force</h2>
<p class="hint">What DOKU's documents leave open, and what a network adds. Change them with <code>POST /__stand-in/switches</code>.</p>
${table(["Question", "Switch", "Meaning"], rows, "")}
</section>`;
}

function table(columns: readonly string[], rows: readonly Markup[], empty: string): Markup {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

function more(total: number, shown: number): Markup {
  return total > shown ? html`<p class="hint">The newest ${shown} of ${total}.</p>` : html``;
}

function brandList(brandIds: readonly string[]): Markup {
  if (brandIds.length === 0) return html`<span class="faint">None</span>`;
  return html`<div class="ids">${brandIds.map((id) => html`<code class="id">${id}</code>`)}</div>`;
}

function time(iso: string): Markup {
  return html`<time datetime="${iso}" title="${iso}">${timeOf(iso)}</time>`;
}

function statusBadge(status: number | null): Markup {
  if (status === null) return html`<span class="badge bad">No answer</span>`;
  const tone = status < 300 ? "ok" : status < 500 ? "warn" : "bad";
  return html`<span class="badge ${tone}">${status}</span>`;
}
