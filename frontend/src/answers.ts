import { forgetDraft } from "./drafts";
import { one } from "./page";
import { keepToastsOf } from "./toasts";

interface Answered {
  ctx: { sourceElement?: Element; text?: string; response?: { status?: number; raw?: Response } };
}

/** What is done about an answer besides showing it. */
export function startAnswers(): void {
  // A page that came back refused: its panel is what the person must read first.
  one("[data-answered] [data-refusal]")?.focus({ preventScroll: true });
  document.addEventListener("htmx:before:swap", (event) => {
    const { text = "", response } = (event as CustomEvent<Answered>).detail.ctx;
    if (!isWholePage(text)) return;
    event.preventDefault();
    goWhole(text, response?.raw?.url ?? window.location.href);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = (event as CustomEvent<Answered>).detail.ctx;
    const form = sourceElement?.closest<HTMLFormElement>("form[data-draft]");
    if (form && (response?.status ?? 500) < 300) forgetDraft(form);
  });
}

/**
 * Goes to a page that came back where a piece was asked for.
 *
 * After a redirect it is the page that follows what was done, and what it had to tell is told
 * there. A page for strangers is the sign-in: loading this one again leads there and back.
 */
function goWhole(text: string, address: string): void {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!("signedIn" in page.body.dataset) || address === window.location.href) {
    if ("signedIn" in page.body.dataset) keepToastsOf(page);
    window.location.reload();
    return;
  }
  keepToastsOf(page);
  window.location.assign(address);
}

/** Whether an answer to a script is a page and no piece of one. */
export function isWholePage(text: string): boolean {
  return /^\s*<!doctype html/i.test(text);
}
