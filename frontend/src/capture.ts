import { isWholePage } from "./answers";
import { all, on, one } from "./page";

const PAUSE_MS = 140;
const PREFIX = "upheld-line";

/**
 * The capture line: reads while the person types, keeps the line until it is saved.
 * Without us it is a form that posts the line.
 */
export function startCapture(): void {
  const form = one<HTMLFormElement>("[data-capture]");
  const input = one<HTMLInputElement>("#capture-input");
  const read = one("#capture-read");
  if (!form || !input || !read) return;
  input.value ||= sessionStorage.getItem(PREFIX) ?? "";
  input.addEventListener("input", () => {
    sessionStorage.setItem(PREFIX, input.value);
    readSoon(form, input, read);
  });
  input.addEventListener("keydown", (event) => answer(event, form, read));
  on("click", "[data-capture] [data-typed]", (chip) => correct(chip, input));
  document.addEventListener("htmx:after:swap", () => {
    const told = one("[data-captured], [data-taken-back]", read);
    if (!told || told.dataset["seen"]) return;
    told.dataset["seen"] = "yes";
    const takenBack = told.dataset["takenBack"];
    if (takenBack) withoutUndo(takenBack, input);
    else emptied(form, input);
    void showAgain();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target as Node) && input.value === "") read.replaceChildren();
  });
}

/**
 * Shows the parts of the page that list what was captured as they are by now, without a reload
 * that would disturb whoever goes on typing.
 */
export async function showAgain(): Promise<void> {
  const parts = all("[data-follows-capture]");
  if (parts.length === 0) return;
  try {
    const answer = await fetch(window.location.href);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts) {
      const now = one(`#${part.id}`, fresh);
      if (now) part.replaceWith(document.adoptNode(now));
    }
  } catch {
    // The line is down: the page stays as it was.
  }
}

let waiting = 0;
let asking: AbortController | null = null;

function readSoon(form: HTMLFormElement, input: HTMLInputElement, read: HTMLElement): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void readNow(form, input, read), PAUSE_MS);
}

async function readNow(
  form: HTMLFormElement,
  input: HTMLInputElement,
  read: HTMLElement,
): Promise<void> {
  asking?.abort();
  const line = input.value;
  if (line.trim() === "") {
    read.replaceChildren();
    return;
  }
  asking = new AbortController();
  const address = new URL(form.dataset["parse"] ?? "", window.location.href);
  address.searchParams.set("line", line);
  try {
    const answer = await fetch(address, {
      headers: { "HX-Request": "true" },
      signal: asking.signal,
    });
    if (!answer.ok && answer.status !== 422) return;
    const text = await answer.text();
    if (input.value === line && !isWholePage(text)) read.innerHTML = text;
  } catch {
    // A newer reading took over, or the line is down: saving says so if it matters.
  }
}

function answer(
  event: KeyboardEvent,
  form: HTMLFormElement,
  read: HTMLElement,
): void {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(one<HTMLButtonElement>(".capture-timer", form));
  } else if (event.key === "Enter") {
    window.clearTimeout(waiting);
    asking?.abort();
  } else if (event.key === "Escape") {
    read.replaceChildren();
  }
}

/** Puts a chosen meaning into the line, or selects the words that a chip stands for. */
function correct(chip: HTMLElement, input: HTMLInputElement): void {
  const typed = chip.dataset["typed"] ?? "";
  const at = typed ? input.value.toLowerCase().indexOf(typed.toLowerCase()) : -1;
  const instead = chip.dataset["instead"];
  input.focus();
  if (instead !== undefined) {
    input.value =
      at < 0
        ? `${instead} ${input.value}`
        : input.value.slice(0, at) + instead + input.value.slice(at + typed.length);
    remember(input, typed, instead);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (at >= 0) {
    input.setSelectionRange(at, at + typed.length);
  }
}

/** Sends along which words stood for the choice, so that they need not be asked about again. */
function remember(input: HTMLInputElement, typed: string, instead: string): void {
  const kept = document.createElement("input");
  kept.type = "hidden";
  kept.name = "meant";
  kept.value = `${typed}\t${instead}`;
  input.form?.append(kept);
}

/** What was taken back cannot be taken back again; what is typed meanwhile stays. */
function withoutUndo(address: string, input: HTMLInputElement): void {
  one(`[data-toast]:has(form[action="${CSS.escape(address)}"])`)?.remove();
  input.focus();
}

function emptied(form: HTMLFormElement, input: HTMLInputElement): void {
  input.value = "";
  sessionStorage.removeItem(PREFIX);
  form.querySelectorAll("input[name=meant]").forEach((kept) => kept.remove());
  const key = one<HTMLInputElement>("input[name=idempotency_key]", form);
  // The next line is another act; the old key would answer with the old one.
  if (key) key.value = crypto.randomUUID().replaceAll("-", "");
  input.focus();
}
