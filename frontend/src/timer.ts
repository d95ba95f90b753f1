import { all } from "./page";

/** Keeps a running timer's figure moving; the server's own figure stands until then. */
export function startTimer(): void {
  const running = all<HTMLTimeElement>("[data-running]");
  if (running.length === 0) return;
  const show = (): void => {
    for (const place of running) {
      // Counted from the server's figure: this device's clock may be wrong.
      const seconds = Number(place.dataset["running"]) + performance.now() / 1000;
      const minutes = Math.floor(seconds / 60);
      place.textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
    }
  };
  show();
  window.setInterval(show, 10_000);
}
