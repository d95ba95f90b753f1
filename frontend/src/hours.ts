import { placeOf, put, send, tell, type Place } from "./board";
import { all, one } from "./page";
import { follow, swallowClick } from "./pointer";

const BOARD = "[data-hours]";
const CARD = ".card[data-move]";
const STEP = 15;
const SLACK_PX = 4;
const DAY = 24 * 60;

/**
 * A day of everybody's by the hour: cards are moved along a lane, or to another, by hand or by key.
 * Without us each card's page has a form that does the same.
 */
export function startHours(): void {
  document.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const from = event.target instanceof Element ? event.target : null;
    const card = from?.closest<HTMLElement>(`${BOARD} ${CARD}`);
    if (card && !from?.closest("button, summary")) carry(event, card);
  });
  document.addEventListener("keydown", moveByKey);
  document.addEventListener("focusout", () => {
    // Moving the card loses the focus for a moment too.
    window.setTimeout(() => {
      if (taken && document.activeElement !== taken.card) putBack(false);
    });
  });
}

function boardOf(card: HTMLElement): HTMLElement {
  return card.closest<HTMLElement>(BOARD) as HTMLElement;
}

/** The lanes that are drawn; on a phone there are none, and nothing is carried. */
function lanes(board: HTMLElement): HTMLElement[] {
  return all(".hours-cards", board).filter((lane) => lane.checkVisibility());
}

function minuteAt(board: HTMLElement, lane: HTMLElement, x: number): number {
  const [first, last] = [Number(board.dataset["first"]), Number(board.dataset["last"])];
  const box = lane.getBoundingClientRect();
  return first * 60 + ((x - box.left) / box.width) * (last - first) * 60;
}

function beginOf(card: HTMLElement): number | null {
  const { h, m } = card.dataset;
  return h === undefined ? null : Number(h) * 60 + Number(m ?? 0);
}

function longOf(card: HTMLElement): number {
  const { forH, forM, longH, longM } = card.dataset;
  return Number(forH ?? longH ?? 1) * 60 + Number(forM ?? longM ?? 0);
}

/** Lays a card at a minute of somebody's day. */
function lay(card: HTMLElement, lane: HTMLElement, minute: number): void {
  const long = longOf(card);
  const begins = Math.max(0, Math.min(DAY - STEP, Math.round(minute / STEP) * STEP));
  if (card.parentElement !== lane) lane.append(card);
  card.dataset["h"] = String(Math.floor(begins / 60));
  card.dataset["m"] = String(begins % 60);
  card.dataset["forH"] = String(Math.floor(long / 60));
  card.dataset["forM"] = String(long % 60);
  card.dataset["lane"] = "0";
  card.dataset["lanes"] = "1";
  const said = one("[data-clock]", card);
  if (said) said.textContent = `${clock(begins)}–${clock(begins + long)}`;
}

function clock(minute: number): string {
  return `${Math.floor(minute / 60) % 24}:${String(minute % 60).padStart(2, "0")}`;
}

function hasMoved(card: HTMLElement, from: Place): boolean {
  const { h, m } = card.dataset;
  return card.parentElement !== from.column || h !== from.clock["h"] || m !== from.clock["m"];
}

function laneAt(board: HTMLElement, y: number): HTMLElement | undefined {
  return lanes(board).find((lane) => {
    const box = lane.getBoundingClientRect();
    return y >= box.top && y < box.bottom;
  });
}

/** Whether the pointer is over the list of what is not planned, to which a block may go back. */
function isOverList(board: HTMLElement, x: number): HTMLElement | null {
  const list = one<HTMLElement>('[data-column="unplanned"]', board);
  const box = list?.closest("section")?.getBoundingClientRect();
  return list && box && x < box.right ? list : null;
}

function carry(event: PointerEvent, card: HTMLElement): void {
  const board = boardOf(card);
  const [firstLane] = lanes(board);
  if (!firstLane) return;
  const from = placeOf(card);
  const begins = beginOf(card);
  const words = one("[data-clock]", card)?.textContent ?? "";
  const own = from.column;
  const offset = begins === null ? longOf(card) / 2 : minuteAt(board, own, event.clientX) - begins;
  let moving = false;
  event.preventDefault();
  card.focus({ preventScroll: true });
  follow(
    (moved) => {
      const away = Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY);
      if (!moving && away < SLACK_PX) return;
      moving = true;
      card.classList.add("is-carried");
      const list = isOverList(board, moved.clientX);
      const lane = laneAt(board, moved.clientY);
      if (list) {
        put(card, begins === null ? from : { column: list, next: null, clock: {} });
      } else if (lane) {
        lay(card, lane, minuteAt(board, lane, moved.clientX) - offset);
      }
    },
    (kept) => {
      card.classList.remove("is-carried");
      if (!moving) return;
      swallowClick();
      if (kept && hasMoved(card, from)) void settle(board, card, from, words);
      else back(card, from, words);
    },
  );
}

async function settle(
  board: HTMLElement,
  card: HTMLElement,
  from: Place,
  words: string,
): Promise<void> {
  await send(board, card, from);
  const said = one("[data-clock]", card);
  if (said && card.isConnected && !hasMoved(card, from)) said.textContent = words;
}

function back(card: HTMLElement, from: Place, words: string): void {
  put(card, from);
  const said = one("[data-clock]", card);
  if (said) said.textContent = words;
}

let taken: { card: HTMLElement; from: Place; words: string } | null = null;

function moveByKey(event: KeyboardEvent): void {
  const card = event.target as HTMLElement;
  if (!card.matches?.(`${BOARD} ${CARD}`) || event.ctrlKey || event.metaKey || event.altKey) return;
  const board = boardOf(card);
  if (lanes(board).length === 0) return;
  if (!taken && event.key === " ") {
    taken = { card, from: placeOf(card), words: one("[data-clock]", card)?.textContent ?? "" };
    card.classList.add("is-taken");
    tell(board, `${card.ariaLabel ?? "Card"} taken up. Arrow keys move it, space puts it down.`);
  } else if (taken && event.key.startsWith("Arrow")) {
    step(board, card, event);
  } else if (taken && (event.key === " " || event.key === "Enter")) {
    const { from, words } = taken;
    taken = null;
    card.classList.remove("is-taken");
    if (hasMoved(card, from)) void settle(board, card, from, words);
    else tell(board, "It stays where it was.");
  } else if (taken && event.key === "Escape") {
    putBack(true);
  } else {
    return;
  }
  event.preventDefault();
}

function step(board: HTMLElement, card: HTMLElement, event: KeyboardEvent): void {
  const shown = lanes(board);
  const at = shown.indexOf(card.parentElement as HTMLElement);
  const sideways = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
  const down = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const lane = at < 0 ? shown[0] : (shown[at + down] ?? shown[at]);
  if (!lane) return;
  const usual = beginOf(one(".hours-working", lane.parentElement as HTMLElement) ?? card);
  const begins = at < 0 ? (usual ?? 9 * 60) : (beginOf(card) ?? 0);
  lay(card, lane, begins + (at < 0 ? 0 : sideways * (event.shiftKey ? 60 : STEP)));
  card.focus();
  tell(board, `${lane.ariaLabel ?? ""}, ${clock(beginOf(card) ?? 0)}.`);
}

function putBack(holding: boolean): void {
  const held = taken;
  taken = null;
  if (!held) return;
  held.card.classList.remove("is-taken");
  back(held.card, held.from, held.words);
  if (holding) held.card.focus();
  tell(boardOf(held.card), "Put back.");
}
