import { isWholePage } from "./answers";
import { showAgain } from "./capture";
import { all, on, one } from "./page";
import { follow, swallowClick } from "./pointer";

const STEP = 5;
const SLACK_PX = 4;
const DAY = 24 * 60;
const GRID = "[data-grid]";
const ENTRY = ".block[data-entry]";

interface Spot {
  face: HTMLElement;
  begins: number;
  minutes: number;
}

/**
 * My time: a gap is filled by dragging over it, entries are moved by hand or by key.
 * Without us each gap is a link and each entry has a form, which do the same.
 */
export function startGrid(): void {
  document.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || !isDrawn()) return;
    const from = event.target instanceof Element ? event.target : null;
    if (!from?.closest(GRID) || from.closest(".is-proposed")) return;
    const block = from.closest<HTMLElement>(ENTRY);
    if (block) carry(event, block);
    else pick(event, from.closest<HTMLElement>(".clock-face"));
  });
  on("click", `${GRID} [data-fill]`, (link, event) => {
    const mouse = event as MouseEvent;
    if (mouse.ctrlKey || mouse.metaKey || mouse.shiftKey) return;
    if (fill(link.dataset["fill"] ?? "")) event.preventDefault();
  });
  document.addEventListener("keydown", moveByKey);
}

/** Whether the days stand against the clock; on a phone they are a list. */
function isDrawn(): boolean {
  const axis = one(".clock-axis");
  return axis !== null && getComputedStyle(axis).display !== "none";
}

function hours(grid: HTMLElement): { first: number; last: number } {
  return { first: Number(grid.dataset["first"]), last: Number(grid.dataset["last"]) };
}

function minuteAt(face: HTMLElement, y: number): number {
  const { first, last } = hours(face.closest<HTMLElement>(GRID) as HTMLElement);
  const box = face.getBoundingClientRect();
  return first * 60 + ((y - box.top) / box.height) * (last - first) * 60;
}

function snapped(minute: number): number {
  return Math.round(minute / STEP) * STEP;
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

function clock(minute: number, pad = false): string {
  const hour = String(Math.floor(minute / 60) % 24);
  return `${pad ? hour.padStart(2, "0") : hour}:${String(minute % 60).padStart(2, "0")}`;
}

function stand(block: HTMLElement, begins: number, minutes: number): void {
  block.dataset["h"] = String(Math.floor(begins / 60));
  block.dataset["m"] = String(begins % 60);
  block.dataset["forH"] = String(Math.floor(minutes / 60));
  block.dataset["forM"] = String(minutes % 60);
}

function spotOf(block: HTMLElement): Spot | null {
  const face = block.closest<HTMLElement>(".clock-face");
  if (!face) return null;
  const read = (name: string): number => Number(block.dataset[name] ?? 0);
  return {
    face,
    begins: read("h") * 60 + read("m"),
    minutes: read("forH") * 60 + read("forM"),
  };
}

/** Marks a stretch over a day while the pointer is down, and begins a line with it. */
function pick(event: PointerEvent, face: HTMLElement | null): void {
  if (!face || "still" in face.dataset) return;
  const from = minuteAt(face, event.clientY);
  const mark = document.createElement("div");
  mark.className = "clock-pick";
  let stretch: [number, number] | null = null;
  event.preventDefault();
  follow(
    (moved) => {
      if (!stretch && Math.abs(moved.clientY - event.clientY) < SLACK_PX) return;
      const to = minuteAt(face, moved.clientY);
      const begins = within(Math.floor(Math.min(from, to) / STEP) * STEP, 0, DAY - STEP);
      const ends = within(Math.ceil(Math.max(from, to) / STEP) * STEP, begins + STEP, DAY);
      stretch = [begins, ends];
      stand(mark, begins, ends - begins);
      mark.textContent = `${clock(begins)}–${clock(ends)}`;
      if (!mark.isConnected) face.append(mark);
    },
    (kept) => {
      mark.remove();
      if (!stretch || !kept) return;
      swallowClick();
      const day = "today" in face.dataset ? "" : `${face.dataset["day"]} `;
      fill(`${day}${clock(stretch[0])}-${clock(stretch[1])} `);
    },
  );
}

/** Moves an entry with the pointer, or its end where it was taken by the lower edge. */
function carry(event: PointerEvent, block: HTMLElement): void {
  const home = spotOf(block);
  const faces = all(".clock-face:not([data-still])", block.closest(GRID) as HTMLElement);
  if (home && "still" in home.face.dataset) return;
  const minutes = home?.minutes ?? Math.max(STEP, Math.round(Number(block.dataset["seconds"]) / 60));
  const box = block.getBoundingClientRect();
  const ends = home !== null && event.clientY > box.bottom - 7 && box.height > 16;
  const offset = home ? minuteAt(home.face, event.clientY) - home.begins : minutes / 2;
  const ghost = block.cloneNode(true) as HTMLElement;
  let spot: Spot | null = null;
  event.preventDefault();
  one("a", block)?.focus({ preventScroll: true });
  follow(
    (moved) => {
      const away = Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY);
      if (!spot && away < SLACK_PX) return;
      const face = ends ? home.face : (faceAt(faces, moved.clientX) ?? spot?.face ?? home?.face);
      if (!face) return;
      const at = minuteAt(face, moved.clientY);
      spot = ends
        ? { face, begins: home.begins, minutes: Math.max(STEP, snapped(at) - home.begins) }
        : { face, begins: within(snapped(at - offset), 0, DAY - STEP), minutes };
      show(ghost, spot);
    },
    (kept) => {
      ghost.remove();
      if (!spot) return;
      swallowClick();
      if (kept) void send(block, spot, ends);
    },
  );
}

function faceAt(faces: HTMLElement[], x: number): HTMLElement | undefined {
  return faces.find((face) => {
    const box = face.getBoundingClientRect();
    return x >= box.left && x < box.right;
  });
}

function show(ghost: HTMLElement, spot: Spot): void {
  ghost.className = "block is-entry is-carried is-chosen";
  ghost.dataset["lane"] = "0";
  ghost.dataset["lanes"] = "1";
  stand(ghost, spot.begins, spot.minutes);
  let list = one(".clock-blocks", spot.face);
  if (!list) {
    list = document.createElement("ul");
    list.className = "clock-blocks";
    spot.face.append(list);
  }
  if (ghost.parentElement !== list) list.append(ghost);
  const at = one(".block-at", ghost);
  if (at) at.textContent = `${clock(spot.begins)}–${clock(spot.begins + spot.minutes)}`;
}

/** Begins the capture line with some hours; what was typed already stays behind them. */
function fill(line: string): boolean {
  const input = one<HTMLInputElement>("#capture-input");
  if (!input || line === "") return false;
  const before = input.dataset["filled"] ?? "";
  const rest = before && input.value.startsWith(before) ? input.value.slice(before.length) : input.value;
  input.value = line + rest;
  input.dataset["filled"] = line;
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

let taken: { block: HTMLElement; home: Spot | null; ghost: HTMLElement; spot: Spot } | null = null;

function moveByKey(event: KeyboardEvent): void {
  const link = event.target instanceof Element ? event.target.closest(`${ENTRY} .block-link`) : null;
  if (!link || !isDrawn() || event.ctrlKey || event.metaKey || event.altKey) {
    if (taken) putBack();
    return;
  }
  const block = link.closest<HTMLElement>(ENTRY) as HTMLElement;
  if (!taken && event.key === " ") takeUp(block);
  else if (taken && event.key.startsWith("Arrow")) step(event);
  else if (taken && (event.key === " " || event.key === "Enter")) putDown();
  else if (taken && event.key === "Escape") putBack();
  else if (!taken || event.key === "Shift") return;
  else putBack();
  event.preventDefault();
}

function takeUp(block: HTMLElement): void {
  const home = spotOf(block);
  const grid = block.closest(GRID) as HTMLElement;
  const own = one<HTMLElement>(".clock-face", block.closest(".clock-day") as HTMLElement);
  const face = home?.face ?? own;
  if (!face || "still" in face.dataset) {
    tell(grid, "This day cannot be changed here.");
    return;
  }
  const minutes = home?.minutes ?? Math.max(STEP, Math.round(Number(block.dataset["seconds"]) / 60));
  const spot = home ?? { face, begins: hours(grid).first * 60, minutes };
  const ghost = block.cloneNode(true) as HTMLElement;
  ghost.setAttribute("aria-hidden", "true");
  one("a", ghost)?.setAttribute("tabindex", "-1");
  taken = { block, home, ghost, spot: { ...spot } };
  block.classList.add("is-taken");
  show(ghost, taken.spot);
  tell(grid, `Taken up at ${clock(spot.begins)}. Arrow keys move it, space puts it down.`);
}

function step(event: KeyboardEvent): void {
  if (!taken) return;
  const { spot, ghost } = taken;
  const grid = spot.face.closest(GRID) as HTMLElement;
  const by = event.shiftKey ? 60 : STEP;
  if (event.key === "ArrowUp") spot.begins = within(snapped(spot.begins) - by, 0, DAY - STEP);
  if (event.key === "ArrowDown") spot.begins = within(snapped(spot.begins) + by, 0, DAY - STEP);
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const faces = all(".clock-face:not([data-still])", grid);
    spot.face = faces[faces.indexOf(spot.face) + (event.key === "ArrowRight" ? 1 : -1)] ?? spot.face;
  }
  show(ghost, spot);
  ghost.scrollIntoView({ block: "nearest" });
  tell(grid, `${spot.face.dataset["title"] ?? ""}, ${clock(spot.begins)}.`);
}

function letGo(): typeof taken {
  const held = taken;
  taken = null;
  held?.ghost.remove();
  held?.block.classList.remove("is-taken");
  return held;
}

function putBack(): void {
  const held = letGo();
  if (held) tell(held.block.closest(GRID) as HTMLElement, "Put back.");
}

function putDown(): void {
  const held = letGo();
  if (!held) return;
  const { home, spot } = held;
  if (home && home.face === spot.face && home.begins === spot.begins) {
    tell(spot.face.closest(GRID) as HTMLElement, "It stays where it was.");
  } else {
    void send(held.block, spot, false);
  }
}

async function send(block: HTMLElement, spot: Spot, ends: boolean): Promise<void> {
  const grid = block.closest<HTMLElement>(GRID);
  if (!grid) return;
  const body = new URLSearchParams({
    day: spot.face.dataset["day"] ?? "",
    begins: clock(spot.begins, true),
    ends: ends ? clock(spot.begins + spot.minutes, true) : "",
    version: block.dataset["version"] ?? "",
    view: grid.dataset["view"] ?? "",
    csrfmiddlewaretoken: grid.dataset["token"] ?? "",
    idempotency_key: crypto.randomUUID().replaceAll("-", ""),
  });
  const index = all(`${ENTRY} .block-link`, grid).findIndex((link) => block.contains(link));
  refuse(null);
  block.classList.add("is-sending");
  try {
    const answer = await fetch(block.dataset["move"] ?? "", { method: "POST", body });
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    if (isWholePage(text) && !("signedIn" in page.body.dataset)) {
      window.location.reload();
      return;
    }
    if (!answer.ok) {
      refuse(one("#grid-refused", page) ?? one(".refusal", page));
      block.classList.remove("is-sending");
      return;
    }
    await showAgain();
    const fresh = one<HTMLElement>(GRID);
    if (!fresh) return;
    tell(fresh, `Moved to ${spot.face.dataset["title"] ?? ""}, ${clock(spot.begins)}.`);
    all(`${ENTRY} .block-link`, fresh)[index]?.focus({ preventScroll: true });
  } catch {
    block.classList.remove("is-sending");
    tell(grid, "Not moved: the server did not answer. Try again.");
  }
}

/** Shows why something was not done above the days, where the page would show it too. */
function refuse(said: HTMLElement | null): void {
  const place = one<HTMLElement>("#grid-refused");
  if (!place) return;
  place.replaceChildren();
  if (!said) return;
  place.append(...(said.matches("#grid-refused") ? said.childNodes : [said]));
  place.focus();
  place.scrollIntoView({ block: "nearest" });
}

function tell(grid: HTMLElement, text: string): void {
  const place = one("[data-grid-said]", grid);
  if (place) place.textContent = text;
}
