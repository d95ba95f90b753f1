import { one } from "./page";
import { forgetDraft } from "./drafts";

interface Answered {
  ctx: { sourceElement?: Element; text?: string; response?: { status?: number } };
}

/** What is done about an answer besides showing it. */
export function startAnswers(): void {
  // A page that came back refused: its panel is what the person must read first.
  one("[data-answered] [data-refusal]")?.focus({ preventScroll: true });
  document.addEventListener("htmx:before:swap", (event) => {
    const { text = "" } = (event as CustomEvent<Answered>).detail.ctx;
    if (!isWholePage(text)) return;
    // The session is lost and this is the sign-in: going there whole keeps the way back.
    event.preventDefault();
    window.location.reload();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = (event as CustomEvent<Answered>).detail.ctx;
    const form = sourceElement?.closest<HTMLFormElement>("form[data-draft]");
    if (form && (response?.status ?? 500) < 300) forgetDraft(form);
  });
}

/** Whether an answer to a script is a page and no piece of one. */
export function isWholePage(text: string): boolean {
  return /^\s*<!doctype html/i.test(text);
}
