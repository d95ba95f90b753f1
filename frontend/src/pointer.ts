/** Follows a pointer that is down until it is lifted, which keeps, or taken away, which does not. */
export function follow(
  move: (event: PointerEvent) => void,
  end: (kept: boolean) => void,
): void {
  const stop = new AbortController();
  const done = (kept: boolean): void => {
    stop.abort();
    end(kept);
  };
  const options = { signal: stop.signal };
  document.addEventListener("pointermove", move, options);
  document.addEventListener("pointerup", () => done(true), options);
  document.addEventListener("pointercancel", () => done(false), options);
  document.addEventListener("keydown", (key) => key.key === "Escape" && done(false), options);
}

/** The click that follows a drag opens nothing. */
export function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => document.removeEventListener("click", swallow, { capture: true }));
}
