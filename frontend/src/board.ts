import Sortable from "sortablejs";

import { isWholePage } from "./answers";
import { all, one, whenShown } from "./page";

/** Where a card lies; on a day by the hour also from when on, how long and in which lane. */
export interface Place {
  column: HTMLElement;
  next: Element | null;
  clock: Record<string, string | undefined>;
}

const CLOCK = ["h", "m", "forH", "forM", "lane", "lanes"];

const SIGNED_OUT = "Not moved: you are signed out. Sign in, then move it again.";
const ready = new WeakSet<Element>();

/** Boards: drag by hand or by key, send the move, and put the card back when it is refused. */
export function startBoards(): void {
  whenShown((root) => {
    for (const board of all("[data-board]", root)) {
      if (ready.has(board)) continue;
      ready.add(board);
      letDrag(board);
      letMoveByKey(board);
    }
  });
}

/** Whether a card's place within its column means something; days are ordered by the clock. */
function isRanked(board: HTMLElement): boolean {
  return !board.dataset["across"];
}

export function placeOf(card: HTMLElement): Place {
  return {
    column: card.parentElement as HTMLElement,
    next: card.nextElementSibling,
    clock: Object.fromEntries(CLOCK.map((name) => [name, card.dataset[name]])),
  };
}

export function put(card: HTMLElement, place: Place): void {
  const next = place.next?.parentElement === place.column ? place.next : null;
  if (card.parentElement !== place.column || card.nextElementSibling !== next) {
    place.column.insertBefore(card, next);
  }
  for (const [name, value] of Object.entries(place.clock)) {
    if (value === undefined) delete card.dataset[name];
    else card.dataset[name] = value;
  }
}

function letDrag(board: HTMLElement): void {
  for (const column of all("[data-column]", board)) {
    let before: Place | null = null;
    Sortable.create(column, {
      group: `board-${all("[data-board]").indexOf(board)}`,
      draggable: ".card[data-move]",
      // A card of a plan is hardly more than its title, so it is taken by that as well.
      filter: isRanked(board) ? "summary, button, a" : "summary, button",
      preventOnFilter: false,
      // The browser's own dragging differs between browsers and shows a faded picture.
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      fallbackClass: "is-carried",
      animation: 120,
      delay: 180,
      delayOnTouchOnly: true,
      ghostClass: "is-ghost",
      onStart: (event) => {
        before = { ...placeOf(event.item), column };
      },
      onEnd: (event) => {
        const moved = event.from !== event.to;
        if (before && (moved || (event.oldIndex !== event.newIndex && isRanked(board)))) {
          void send(board, event.item, before);
        } else if (before) {
          put(event.item, before);
        }
      },
    });
  }
}

function letMoveByKey(board: HTMLElement): void {
  let taken: { card: HTMLElement; from: Place } | null = null;
  board.addEventListener("keydown", (event) => {
    const card = event.target as HTMLElement;
    if (!card.matches(".card[data-move]")) return;
    if (!taken && event.key === " ") {
      taken = { card, from: placeOf(card) };
      card.classList.add("is-taken");
      tell(board, `${card.ariaLabel ?? "Card"} taken up. Arrow keys move it, space puts it down.`);
    } else if (taken && event.key.startsWith("Arrow")) {
      step(board, taken.card, event.key);
    } else if (taken && (event.key === " " || event.key === "Enter")) {
      release(board, taken, true);
      taken = null;
    } else if (taken && event.key === "Escape") {
      release(board, taken, false);
      taken = null;
    } else if (!taken && event.key.startsWith("Arrow")) {
      walk(board, card, event.key);
    } else {
      return;
    }
    event.preventDefault();
  });
  board.addEventListener("focusout", () => {
    // Losing the focus means somebody went elsewhere; moving the card also loses it for a moment.
    window.setTimeout(() => {
      if (taken && document.activeElement !== taken.card) {
        release(board, taken, false);
        taken = null;
      }
    });
  });
}

function release(board: HTMLElement, taken: { card: HTMLElement; from: Place }, keep: boolean): void {
  const { card, from } = taken;
  card.classList.remove("is-taken");
  const moved =
    card.parentElement !== from.column ||
    (card.nextElementSibling !== from.next && isRanked(board));
  if (!keep) {
    const held = document.activeElement === card;
    put(card, from);
    if (held) card.focus();
    tell(board, "Put back.");
  } else if (moved) {
    void send(board, card, from);
  }
}

function step(board: HTMLElement, card: HTMLElement, key: string): void {
  const column = card.parentElement as HTMLElement;
  if (!isRanked(board)) {
    beside(board, column, key)?.prepend(card);
  } else if (key === "ArrowUp" && card.previousElementSibling) {
    column.insertBefore(card, card.previousElementSibling);
  } else if (key === "ArrowDown" && card.nextElementSibling) {
    column.insertBefore(card.nextElementSibling, card);
  } else if (key === "ArrowLeft" || key === "ArrowRight") {
    const columns = all("[data-column]", board);
    const next = columns[columns.indexOf(column) + (key === "ArrowRight" ? 1 : -1)];
    next?.prepend(card);
  }
  card.focus();
  tell(board, `${card.parentElement?.ariaLabel ?? ""}, place ${placeNumber(card)}.`);
}

/** The day that lies in a direction on a board of people and days; the first is beside the list. */
function beside(board: HTMLElement, column: HTMLElement, key: string): HTMLElement | undefined {
  const columns = all("[data-column]", board);
  const across = Number(board.dataset["across"]);
  const lists = columns.length % across;
  const at = columns.indexOf(column);
  const sideways = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
  const steps = sideways || (at < lists ? 0 : key === "ArrowUp" ? -across : across);
  const next = at + steps;
  return steps !== across * -1 || next >= lists ? columns[next] : undefined;
}

function walk(board: HTMLElement, card: HTMLElement, key: string): void {
  const columns = all("[data-column]", board);
  const own = card.parentElement as HTMLElement;
  const at = [...own.children].indexOf(card);
  let next: Element | null | undefined;
  if (key === "ArrowUp") next = card.previousElementSibling;
  else if (key === "ArrowDown") next = card.nextElementSibling;
  else {
    const side = columns[columns.indexOf(own) + (key === "ArrowRight" ? 1 : -1)];
    next = side?.children[Math.min(at, side.children.length - 1)];
  }
  if (next instanceof HTMLElement) next.focus();
}

function placeNumber(card: HTMLElement): number {
  return [...(card.parentElement?.children ?? [])].indexOf(card) + 1;
}

export async function send(
  board: HTMLElement,
  card: HTMLElement,
  from: Place,
  aside: string[] = [],
): Promise<void> {
  one(".card-refused", card)?.remove();
  card.classList.add("is-sending");
  const next = card.nextElementSibling as HTMLElement | null;
  const body = new URLSearchParams({
    column: card.parentElement?.dataset["column"] ?? "",
    before: next?.dataset["card"] ?? "",
    csrfmiddlewaretoken: board.dataset["token"] ?? "",
    idempotency_key: crypto.randomUUID().replaceAll("-", ""),
  });
  for (const said of [board.dataset["send"], card.dataset["send"]]) {
    for (const [name, value] of new URLSearchParams(said ?? "")) body.append(name, value);
  }
  for (const code of aside) body.append("setting_aside", code);
  const wished = placeOf(card);
  const { h, m } = card.dataset;
  if (h && m) body.append("starts", `${h.padStart(2, "0")}:${m.padStart(2, "0")}`);
  let refusal = "";
  let doubts: string[] = [];
  let fresh = "";
  try {
    const answer = await fetch(card.dataset["move"] ?? "", {
      method: "POST",
      body,
      headers: { Accept: "application/problem+json, application/json, text/html;q=0.5" },
    });
    const text = await answer.text();
    if (!answer.ok) [refusal, doubts] = refusalOf(answer, text);
    else if (isSignIn(text)) refusal = SIGNED_OUT;
    else fresh = text;
  } catch {
    refusal = "Not moved: the server did not answer. Try again.";
  }
  card.classList.remove("is-sending");
  if (refusal) {
    putBack(board, card, from, refusal);
    if (doubts.length) offerAgain(board, card, from, wished, [...aside, ...doubts]);
  } else {
    tell(board, `Moved to ${wished.column.ariaLabel ?? "its place"}.`);
    if (board.hasAttribute("data-fresh")) showFresh(board, card, fresh);
  }
  recount(board);
}

/** Doubts are said where the card is; whoever knows better plans it in spite of them. */
function offerAgain(
  board: HTMLElement,
  card: HTMLElement,
  from: Place,
  wished: Place,
  doubts: string[],
): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-small";
  button.textContent = "Plan it anyway";
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    put(card, wished);
    void send(board, card, from, doubts);
  });
  one(".card-refused", card)?.append(button);
  button.focus();
}

/** Puts the board that the server answered in the place of this one, and keeps the focus. */
function showFresh(board: HTMLElement, card: HTMLElement, text: string): void {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.getElementById(board.id);
  if (!found) return;
  const shown = document.importNode(found, true);
  board.replaceWith(shown);
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
  document.getElementById(card.id)?.focus();
  const said = one("[data-board-said]", shown);
  if (said) said.textContent = "Done.";
}

function putBack(board: HTMLElement, card: HTMLElement, from: Place, refusal: string): void {
  put(card, from);
  const words = document.createElement("p");
  words.className = "card-refused";
  words.textContent = refusal;
  card.append(words);
  card.focus();
  tell(board, refusal);
}

/** Whether the answer is a page for strangers: after a move that is the sign-in. */
function isSignIn(text: string): boolean {
  return isWholePage(text) && !text.includes("data-signed-in");
}

/** Finds the sentence in a refusal and the codes of its doubts, whichever door answered. */
function refusalOf(answer: Response, text: string): [string, string[]] {
  if ((answer.headers.get("content-type") ?? "").includes("json")) {
    const said = JSON.parse(text) as Record<string, string | undefined>;
    const parts = [said["what"] ?? said["title"], said["why"] ?? said["detail"], said["remedy"]];
    return [parts.filter(Boolean).join(" ") || "Not moved.", []];
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const panel = page.querySelector(".refusal-words");
  const boxes = all<HTMLInputElement>(".caution [name=setting_aside]", page);
  const why = all(".caution-one > p", page).map(plain).join(" ");
  const words = why || (panel ? plain(panel) : "");
  return [words || "Not moved: the server refused.", boxes.map((box) => box.value)];
}

function plain(element: Element): string {
  return element.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

function recount(board: HTMLElement): void {
  for (const column of all(".board-column", board)) {
    const count = one("[data-column-count]", column);
    if (count) count.textContent = String(all(".card", column).length);
  }
}

export function tell(board: HTMLElement, text: string): void {
  const place = one("[data-board-said]", board);
  if (place) place.textContent = text;
}
