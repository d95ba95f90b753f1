import { heldLines, hold, lastWho, letGo, object, rememberWho, secondsAgo } from "./held";
import type { Held } from "./held";
import { all, on, one } from "./page";

/** What waits is tried again after this long, then twice as long, and so on up to the last. */
const AGAIN_MS = 1_000;
const SELDOM_MS = 20_000;
/** What only a whole page has: a sign-in in place of an answer. */
const WHOLE_PAGE = "bare-body";

/**
 * The page for a phone: a line is held on the device first and sent then, so that none is lost and
 * none is saved twice. Without us it is a form that posts the line.
 */
export function startQuick(): void {
  const place = one("[data-quick]");
  const form = one<HTMLFormElement>("[data-quick] form[data-capture]");
  const input = one<HTMLInputElement>("#capture-input");
  if (!place || !form || !input) return;
  const page = place.dataset["page"] ?? "";
  const quick = { place, form, input, page, who: place.dataset["who"] ?? "" };
  if (quick.who) rememberWho(quick.who);
  void navigator.serviceWorker?.register(place.dataset["worker"] ?? "", {
    scope: page,
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = input.value.trim();
    if (line === "") return;
    hold(line, quick.who || lastWho());
    input.value = "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
    tryAgain(quick);
  });
  on("click", "[data-correct]", (button) => correct(button, quick));
  on("click", "[data-drop]", (button) => drop(button, quick));
  window.addEventListener("online", () => tryAgain(quick));
  tryAgain(quick);
}

interface Quick {
  place: HTMLElement;
  form: HTMLFormElement;
  input: HTMLInputElement;
  page: string;
  who: string;
}

const NO_CONNECTION = "Sent as soon as there is a connection.";

let waiting = 0;
let waitMs = AGAIN_MS;

/**
 * Tries now and goes on trying, ever more seldom: a device that says that it is connected again
 * says so before the server can be reached, and need not say it twice.
 */
function tryAgain(quick: Quick): void {
  waitMs = AGAIN_MS;
  void attempt(quick);
}

async function attempt(quick: Quick): Promise<void> {
  window.clearTimeout(waiting);
  if (quick.who === "") await returnToPage(quick);
  else await send(quick);
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void attempt(quick), waitMs);
  waitMs = Math.min(waitMs * 2, SELDOM_MS);
}

/** The form without a name can send nothing: the page itself can, once the server answers. */
async function returnToPage(quick: Quick): Promise<void> {
  show(quick, NO_CONNECTION);
  // Opened by its own address it stands for nothing else; loading would lose what is being typed.
  if (window.location.pathname !== quick.page || quick.input.value.trim() !== "") return;
  try {
    await fetch(quick.page, { method: "HEAD", cache: "no-store" });
  } catch {
    return;
  }
  if (quick.input.value.trim() === "") window.location.replace(quick.page);
}

let sending = false;

/** Sends what waits, in the order in which it was typed, until one cannot be sent. */
async function send(quick: Quick): Promise<void> {
  if (sending) return;
  sending = true;
  let why = "";
  try {
    for (let next = nextOf(quick); next && why === ""; next = nextOf(quick)) {
      show(quick, "Being sent.");
      why = await sendOne(next, quick);
    }
  } finally {
    sending = false;
  }
  show(quick, why);
}

function nextOf(quick: Quick): Held | undefined {
  return heldLines().find((one) => one.who === quick.who && !one.problem);
}

/** Sends one line; answers why the rest must wait, or nothing. */
async function sendOne(held: Held, quick: Quick): Promise<string> {
  const said = new FormData(quick.form);
  said.set("line", held.line);
  said.set("idempotency_key", held.key);
  said.set("typed_ago", String(secondsAgo(held)));
  let text: string;
  let status: number;
  try {
    const answer = await fetch(quick.form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: said,
    });
    status = answer.status;
    text = await answer.text();
  } catch {
    return NO_CONNECTION;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  if (one("[data-captured]", page)) {
    letGo(held.key);
    tell(page, quick);
    return "";
  }
  if (status === 422 && !page.body.classList.contains(WHOLE_PAGE)) {
    object(held.key, problemOf(page));
    return "";
  }
  return status >= 500
    ? "The server did not answer as it should. Sent again soon."
    : "Load the page again, and sign in if it asks: then it is sent.";
}

function problemOf(page: Document): string {
  const refused = one(".capture-refused span", page)?.textContent?.trim();
  const asked = one(".capture-doubt legend", page)?.textContent?.trim();
  const choices = all(".capture-doubt button", page).map((one) => one.textContent?.trim() ?? "");
  return refused ?? (asked ? `${asked}: ${choices.join(", ")}?` : "It was not understood.");
}

function tell(page: Document, quick: Quick): void {
  const saved = one(".capture-saved", page);
  const undo = one("form", page);
  const sent = one("[data-sent]", quick.place);
  if (!saved || !sent) return;
  if (undo) saved.append(undo);
  sent.prepend(saved);
}

function show(quick: Quick, why: string): void {
  const held = heldLines();
  const mine = held.filter((one) => one.who === (quick.who || lastWho()));
  const others = held.length - mine.length;
  const section = one("[data-held]", quick.place);
  const list = one("[data-held-lines]", quick.place);
  const reason = one("[data-held-why]", quick.place);
  if (!section || !list || !reason) return;
  section.hidden = held.length === 0;
  list.replaceChildren(...mine.map((one) => drawn(one, quick)));
  const theirs = others === 0 ? "" : ` ${others} of somebody else's wait until they are here.`;
  reason.textContent = (mine.length > 0 ? why : "") + theirs;
}

function drawn(held: Held, quick: Quick): Node {
  const template = one<HTMLTemplateElement>("template[data-held-line]", quick.place);
  const item = template?.content.cloneNode(true) as DocumentFragment;
  const row = one("li", item);
  const words = one("[data-words]", item);
  const problem = one("[data-problem]", item);
  if (row) row.dataset["key"] = held.key;
  if (words) words.textContent = held.line;
  if (problem) problem.textContent = held.problem ?? "";
  return item;
}

function correct(button: HTMLElement, quick: Quick): void {
  const held = ofButton(button);
  if (!held) return;
  letGo(held.key);
  quick.input.value = held.line;
  quick.input.dispatchEvent(new Event("input", { bubbles: true }));
  quick.input.focus();
  show(quick, "");
}

function drop(button: HTMLElement, quick: Quick): void {
  const held = ofButton(button);
  if (!held) return;
  letGo(held.key);
  show(quick, "");
}

function ofButton(button: HTMLElement): Held | undefined {
  const key = button.closest<HTMLElement>("[data-key]")?.dataset["key"];
  return heldLines().find((one) => one.key === key);
}
