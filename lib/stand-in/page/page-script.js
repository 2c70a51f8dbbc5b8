// Keeps the page's lists up to date and copies addresses. The page reads well without it.
const REFRESH_MS = 2_000;

async function refresh() {
  // A list that is open would close under the person's hand.
  if (document.hidden || !getSelection()?.isCollapsed || document.activeElement?.matches("select")) return;
  const answer = await fetch("/", { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(shown.id);
    if (next && next.innerHTML !== shown.innerHTML) shown.replaceWith(document.importNode(next, true));
  }
}

async function copyAddress(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  document.getElementById("announcement").textContent = `Copied ${button.dataset.copy}`;
  button.textContent = "Copied";
  setTimeout(() => {
    button.textContent = "Copy";
  }, 1_500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) void copyAddress(button);
});

async function moveBusiness(list) {
  const { business } = list.dataset;
  const answer = await fetch(`/__stand-in/businesses/${business}`, {
    method: "PUT",
    body: JSON.stringify({ stage: list.value }),
  });
  const [stage] = list.selectedOptions;
  const words = answer.ok ? `${business} is ${stage.textContent}` : "The stand-in did not take that";
  document.getElementById("announcement").textContent = words;
  list.blur();
  await refresh();
}

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-business]");
  if (list) void moveBusiness(list);
});

setInterval(() => {
  // While the stand-in is down the page keeps what it last knew.
  refresh().catch(() => undefined);
}, REFRESH_MS);
