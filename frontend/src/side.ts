import { on, one } from "./page";

/** The drawer of rooms on a phone: the link to it works alone; this adds closing and focus. */
export function startSide(): void {
  const side = one("#side");
  if (!side) return;
  on("click", "[data-side-open]", (_, event) => {
    event.preventDefault();
    side.classList.add("is-open");
    one("a, button", side)?.focus();
  });
  on("click", "[data-side-close]", () => side.classList.remove("is-open"));
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (!side.contains(target) && !target.closest("[data-side-open]")) {
      side.classList.remove("is-open");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") side.classList.remove("is-open");
  });
}
