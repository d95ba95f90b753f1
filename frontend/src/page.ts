/** Small typed ways to reach the page; every other module stands on these. */

export function one<T extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): T | null {
  return within.querySelector<T>(selector);
}

export function all<T extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

/** Answers an event that comes from inside an element matching the selector, now or later. */
export function on<K extends keyof DocumentEventMap>(
  kind: K,
  selector: string,
  answer: (found: HTMLElement, event: DocumentEventMap[K]) => void,
): void {
  document.addEventListener(kind, (event) => {
    const from = event.target;
    const found = from instanceof Element ? from.closest<HTMLElement>(selector) : null;
    if (found) answer(found, event);
  });
}

/** Runs for what the page holds now, and again for what htmx brings later. */
export function whenShown(prepare: (root: ParentNode) => void): void {
  prepare(document);
  document.addEventListener("htmx:after:swap", () => prepare(document));
}

/** Whether the person is typing, so that single keys are letters and no commands. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return (
    target instanceof HTMLInputElement &&
    !["checkbox", "radio", "button", "submit", "file"].includes(target.type)
  );
}

export function openDialog(): HTMLDialogElement | null {
  return one<HTMLDialogElement>("dialog[open]");
}
