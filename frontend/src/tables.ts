import { all, on, one, whenShown } from "./page";

// A frame that scrolls sideways would catch its sticky head, so only one that must scroll does.
const fitting = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const table = target.firstElementChild;
    target.classList.toggle("is-too-wide", (table?.scrollWidth ?? 0) > target.clientWidth + 1);
  }
});

/** Rows that can be chosen: all at once, a range with shift, and the bar that says how many. */
export function startTables(): void {
  whenShown((root) => {
    all<HTMLFormElement>("[data-bulk-form]", root).forEach(showChosen);
    all(".table-frame", root).forEach((frame) => fitting.observe(frame));
  });
  let last: HTMLInputElement | null = null;
  on("click", "[data-bulk-form] input[name=selected]", (box, event) => {
    const input = box as HTMLInputElement;
    const form = input.form;
    if (!form) return;
    if (event.shiftKey && last?.form === form) chooseBetween(form, last, input);
    last = input;
    showChosen(form);
  });
  on("change", "[data-bulk-all]", (box) => {
    const form = box.closest<HTMLFormElement>("[data-bulk-form]");
    if (form) chooseAll(form, (box as HTMLInputElement).checked);
  });
  on("click", "[data-bulk-clear]", (button) => {
    const form = button.closest<HTMLFormElement>("[data-bulk-form]");
    if (form) chooseAll(form, false);
  });
}

function boxes(form: HTMLFormElement): HTMLInputElement[] {
  return all<HTMLInputElement>("input[name=selected]", form);
}

function chooseAll(form: HTMLFormElement, chosen: boolean): void {
  for (const box of boxes(form)) box.checked = chosen;
  showChosen(form);
}

function chooseBetween(form: HTMLFormElement, from: HTMLInputElement, to: HTMLInputElement): void {
  const list = boxes(form);
  const ends = [list.indexOf(from), list.indexOf(to)].sort((a, b) => a - b);
  for (const box of list.slice(ends[0], (ends[1] ?? 0) + 1)) box.checked = to.checked;
}

export function showChosen(form: HTMLFormElement): void {
  const list = boxes(form);
  const chosen = list.filter((box) => box.checked).length;
  const bar = one("[data-bulk]", form);
  const count = one("[data-bulk-count]", form);
  const whole = one<HTMLInputElement>("[data-bulk-all]", form);
  if (bar) bar.hidden = chosen === 0;
  if (count) count.textContent = String(chosen);
  if (whole) {
    whole.checked = chosen > 0 && chosen === list.length;
    whole.indeterminate = chosen > 0 && chosen < list.length;
  }
}
