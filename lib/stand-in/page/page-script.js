// Keeps the page's lists up to date and copies addresses. The page reads well without it.
const REFRESH_MS = 2_000;

async function refresh() {
  if (document.hidden || !getSelection()?.isCollapsed) return;
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

setInterval(() => {
  // While the stand-in is down the page keeps what it last knew.
  refresh().catch(() => undefined);
}, REFRESH_MS);
