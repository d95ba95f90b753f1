import { all, on, one } from "./page";

/** Search and commands. Without us its button is a link to the search page. */
export function startPalette(): void {
  const palette = one<HTMLDialogElement>("#palette");
  const input = one<HTMLInputElement>("#palette-input");
  if (!palette || !input) return;
  on("click", "[data-palette]", (_, event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openPalette();
  });
  input.addEventListener("keydown", (event) => answer(event, input));
  document.addEventListener("htmx:after:swap", () => {
    if (palette.open) choose(input, 0);
  });
}

export function openPalette(): boolean {
  const palette = one<HTMLDialogElement>("#palette");
  const input = one<HTMLInputElement>("#palette-input");
  if (!palette || !input) return false;
  if (!palette.open) palette.showModal();
  input.select();
  choose(input, 0);
  return true;
}

function found(): HTMLAnchorElement[] {
  return all<HTMLAnchorElement>(".palette-item", one("#palette") ?? document);
}

function answer(event: KeyboardEvent, input: HTMLInputElement): void {
  const list = found();
  const at = list.findIndex((item) => item.ariaSelected === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(input, (at + step + list.length) % Math.max(1, list.length));
    event.preventDefault();
  } else if (event.key === "Escape") {
    // A search field keeps the first Escape for itself, and only empties.
    event.preventDefault();
    one<HTMLDialogElement>("#palette")?.close();
  } else if (event.key === "Enter" && list[at]) {
    event.preventDefault();
    list[at].click();
  }
}

function choose(input: HTMLInputElement, at: number): void {
  found().forEach((item, index) => {
    item.ariaSelected = index === at ? "true" : "false";
    if (index !== at) return;
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  });
}
