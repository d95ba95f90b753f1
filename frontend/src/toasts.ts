import { all, on, one, whenShown } from "./page";

const UNDO_SECONDS = 10;
const KEPT = "upheld-toasts";
const known = new WeakSet<Element>();

/** Lets what was done go away after ten seconds; what was refused stays until it is dismissed. */
export function startToasts(): void {
  showKept();
  on("click", "[data-toast-close]", (button) => button.closest("[data-toast]")?.remove());
  whenShown(() => {
    for (const toast of all("[data-toast]")) {
      if (known.has(toast)) continue;
      known.add(toast);
      if (toast.dataset["toast"] !== "refused") leaveLater(toast);
    }
  });
  document.addEventListener("htmx:error", sayWhatFailed);
  document.addEventListener("htmx:response:error", sayWhatFailed);
}

/** Keeps what a page would have told, for the page that is loaded in its place. */
export function keepToastsOf(page: Document): void {
  const told = one("#toasts", page)?.innerHTML.trim();
  if (told) sessionStorage.setItem(KEPT, told);
}

function showKept(): void {
  const told = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (told) one("#toasts")?.insertAdjacentHTML("beforeend", told);
}

/** A refusal swaps in by itself; this is for what htmx does not show: no answer, 404 and 5xx. */
function sayWhatFailed(event: Event): void {
  const detail = (event as CustomEvent<{ ctx?: { response?: { status?: number } } }>).detail;
  const status = detail.ctx?.response?.status ?? 0;
  if (status === 404) say("Not done: it is no longer there. Load the page again.", "refused");
  else if (status === 0 || status >= 500) {
    say("Not done: the server did not answer as it should. Try again.", "refused");
  }
}

/** Shows a line of our own in the toast region. */
export function say(text: string, kind: "done" | "refused"): void {
  const region = one("#toasts");
  if (!region) return;
  const toast = document.createElement("div");
  toast.className = `toast tone-${kind === "done" ? "good" : "bad"}`;
  toast.dataset["toast"] = kind;
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.dataset["toastClose"] = "";
  close.setAttribute("aria-label", "Dismiss");
  close.textContent = "×";
  toast.append(words, close);
  region.append(toast);
  known.add(toast);
  if (kind === "done") leaveLater(toast);
}

function leaveLater(toast: HTMLElement): void {
  let left = UNDO_SECONDS;
  const tick = window.setInterval(() => {
    // Time stands still while the person is on it, so that undo does not run away.
    if (toast.matches(":hover, :focus-within")) return;
    left -= 1;
    if (left > 0) return;
    window.clearInterval(tick);
    toast.remove();
  }, 1000);
}
