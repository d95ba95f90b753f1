import { on, one } from "./page";

const asked = new WeakSet<HTMLFormElement>();

/** Opens and closes dialogs, and asks before a form that says so is sent. */
export function startDialogs(): void {
  on("click", "[data-opens]", (opener) => {
    const dialog = document.getElementById(opener.dataset["opens"] ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
  on("click", "[data-closes]", (button) => button.closest("dialog")?.close());
  on("click", "dialog", (dialog, event) => {
    if (event.target === dialog) (dialog as HTMLDialogElement).close();
  });
  // In the capture phase, so that htmx sees the form only after the answer.
  document.addEventListener("submit", askFirst, true);
}

function askFirst(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const button = event.submitter;
  const question = button?.dataset["confirmButton"] ?? form.dataset["confirm"];
  const dialog = one<HTMLDialogElement>("#confirm");
  if (!question || !dialog) return;
  if (asked.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(dialog, question, form.dataset["confirmTitle"] ?? button?.textContent?.trim() ?? "", {
    dangerous: "confirmDanger" in form.dataset,
    yes: () => {
      asked.add(form);
      form.requestSubmit(button);
    },
  });
}

function ask(
  dialog: HTMLDialogElement,
  question: string,
  title: string,
  answer: { dangerous: boolean; yes: () => void },
): void {
  const yes = one<HTMLButtonElement>("[data-confirm-yes]", dialog);
  const name = one("[data-confirm-title]", dialog);
  const text = one("[data-confirm-text]", dialog);
  if (!yes || !name || !text) return;
  name.textContent = title;
  text.textContent = question;
  yes.textContent = title;
  yes.classList.toggle("is-danger", answer.dangerous);
  yes.onclick = () => {
    dialog.close();
    answer.yes();
  };
  dialog.showModal();
  yes.focus();
}
