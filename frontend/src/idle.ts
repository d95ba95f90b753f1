import { one } from "./page";

const LAST = "upheld.last-input";
const AWAY_MS = 10 * 60 * 1000;
const NOTE_EVERY_MS = 5_000;

/**
 * Notices that nobody touched any of our pages for ten minutes while a timer ran, and asks on
 * coming back. The moment is kept on the device, so that several tabs are one person.
 */
export function startIdle(): void {
  const dialog = one<HTMLDialogElement>("[data-idle]");
  if (!dialog) {
    // Without a timer nothing is asked, and what was idle before one was started is nobody's.
    localStorage.removeItem(LAST);
    return;
  }
  const noted = Number(localStorage.getItem(LAST) ?? Date.now());
  let left = 0;

  const touched = (): void => {
    if (dialog.open) return;
    const now = Date.now();
    const last = Number(localStorage.getItem(LAST) ?? now);
    if (now - last >= AWAY_MS && ask(dialog, now - last)) {
      left = last;
      return;
    }
    if (now - last > NOTE_EVERY_MS || localStorage.getItem(LAST) === null) {
      localStorage.setItem(LAST, String(now));
    }
  };

  dialog.addEventListener("close", () => localStorage.setItem(LAST, String(Date.now())));
  one("form", dialog)?.addEventListener("submit", () => {
    const seconds = one<HTMLInputElement>("[data-idle-seconds]", dialog);
    if (seconds) seconds.value = String(Math.round((Date.now() - left) / 1000));
    localStorage.setItem(LAST, String(Date.now()));
  });
  for (const event of ["pointerdown", "pointermove", "keydown", "wheel", "focus"]) {
    window.addEventListener(event, touched, { passive: true });
  }
  if (Date.now() - noted >= AWAY_MS) touched();
  else localStorage.setItem(LAST, String(Date.now()));
}

/** Ask about time away, but for no more than the timer ran: it may be of another device. */
function ask(dialog: HTMLDialogElement, awayMs: number): boolean {
  const running = one<HTMLTimeElement>("[data-running]");
  const ran = Number(running?.dataset["running"] ?? 0) * 1000 + performance.now();
  const away = Math.min(awayMs, ran);
  if (away < AWAY_MS) return false;
  const minutes = Math.floor(away / 60_000);
  const said = one("[data-idle-minutes]", dialog);
  const hours = Math.floor(minutes / 60);
  if (said) said.textContent = hours ? `${hours} h ${minutes % 60} m` : `${minutes} m`;
  dialog.showModal();
  return true;
}
