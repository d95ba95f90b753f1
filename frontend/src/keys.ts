import { all, isTyping, one, openDialog } from "./page";
import { openPalette } from "./palette";
import { showChosen } from "./tables";

const SECOND_KEY_MS = 1200;
let goUntil = 0;

/** Keys that work everywhere except while somebody is typing. */
export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      if (openPalette()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || openDialog()) return;
    if (event.key === "Escape" && isTyping(event.target)) {
      (event.target as HTMLElement).blur();
      return;
    }
    if (isTyping(event.target)) return;
    if (answer(event)) event.preventDefault();
  });
}

function answer(event: KeyboardEvent): boolean {
  if (performance.now() < goUntil) {
    goUntil = 0;
    return press(`[data-go="${CSS.escape(event.key)}"]`);
  }
  switch (event.key) {
    case "g":
      goUntil = performance.now() + SECOND_KEY_MS;
      return true;
    case "?":
      one<HTMLDialogElement>("#keys")?.showModal();
      return true;
    case "c":
      return focusCapture();
    case "/":
      return focusFirst("[data-filter] input[type=search]") || openPalette();
    case "j":
      return moveInList(1);
    case "k":
      return moveInList(-1);
    case "x":
      return chooseCurrent();
    case "Enter":
      return openCurrent(event);
    default:
      return event.key.length === 1 && press(`[data-key="${CSS.escape(event.key)}"]`);
  }
}

/** Of several that answer to a key, that of the line that is marked, else the first. */
function press(selector: string): boolean {
  const row = current();
  const found = (row ? one(selector, row) : null) ?? one(selector);
  found?.click();
  return found !== null;
}

function focusFirst(selector: string): boolean {
  const found = one(selector);
  found?.focus();
  return found !== null;
}

function focusCapture(): boolean {
  const input = one<HTMLInputElement>("#capture-input");
  input?.focus();
  input?.select();
  return input !== null;
}

/** Lines that lead somewhere, in every list and table that is shown. */
function items(): HTMLElement[] {
  const found = all("[data-item], table[data-list] tbody > tr:has(td a[href])");
  return found.filter((one) => one.checkVisibility());
}

function current(): HTMLElement | null {
  return items().find((one) => one.classList.contains("is-current")) ?? null;
}

function moveInList(step: number): boolean {
  const list = items();
  if (list.length === 0) return false;
  const now = current();
  const at = now ? list.indexOf(now) + step : step > 0 ? 0 : list.length - 1;
  const next = list[Math.max(0, Math.min(list.length - 1, at))];
  if (!next) return false;
  now?.classList.remove("is-current");
  next.classList.add("is-current");
  next.scrollIntoView({ block: "nearest" });
  // The link takes the focus, so that a screen reader says where we are.
  one("td a, a", next)?.focus({ preventScroll: true });
  return true;
}

function openCurrent(event: KeyboardEvent): boolean {
  const row = current();
  if (!row || (event.target instanceof Element && event.target.matches("a, button, summary"))) {
    return false;
  }
  const to = row.dataset["item"] ?? one<HTMLAnchorElement>("td a[href]", row)?.href;
  if (!to) return false;
  window.location.assign(to);
  return true;
}

function chooseCurrent(): boolean {
  const row = current();
  const box = row ? one<HTMLInputElement>("input[name=selected]", row) : null;
  if (!box?.form) return false;
  box.checked = !box.checked;
  showChosen(box.form);
  return true;
}
