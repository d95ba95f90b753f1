import { all, on, one } from "./page";

/** Menus are <details>: they open without us. We close them when the person turns elsewhere. */
export function startMenus(): void {
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("focusin", (event) => closeOthers(event.target));
  on("keydown", "[data-menu][open]", (menu, event) => {
    if (event.key === "Escape") {
      close(menu as HTMLDetailsElement);
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (moveWithin(menu, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  });
}

function closeOthers(target: EventTarget | null): void {
  for (const menu of all<HTMLDetailsElement>("[data-menu][open]")) {
    if (!(target instanceof Node) || !menu.contains(target)) menu.open = false;
  }
}

function close(menu: HTMLDetailsElement): void {
  menu.open = false;
  one("summary", menu)?.focus();
}

function moveWithin(menu: HTMLElement, step: number): boolean {
  if (document.activeElement?.matches("input, select, textarea")) return false;
  const items = all(".menu-item", menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = items[(at + step + items.length) % items.length];
  next?.focus();
  return next !== undefined;
}
