import { all, on, one, whenShown } from "./page";

/**
 * Keeps what was typed until the server has it.
 *
 * A draft is marked as sent when its form is submitted. It is forgotten when the next page is one
 * of ours that does not show the form as refused; a sign-in or an error page is none, so a lost
 * session or a failed save brings the words back.
 */
interface Draft {
  fields: Record<string, string[]>;
  at: number;
  sent?: boolean;
}

const PREFIX = "upheld-draft:";
const OLDEST_DAYS = 14;
const SKIPPED = ["hidden", "password", "file", "submit", "button"];

const known = new WeakSet<Element>();

export function startDrafts(): void {
  forgetWhatArrived();
  whenShown((root) => {
    for (const form of all<HTMLFormElement>("form[data-draft]", root)) {
      if (known.has(form)) continue;
      known.add(form);
      if (!("answered" in form.dataset)) restore(form);
    }
  });
  on("input", "form[data-draft]", (form) => keep(form as HTMLFormElement));
  on("change", "form[data-draft]", (form) => keep(form as HTMLFormElement));
  on("submit", "form[data-draft]", (form, event) => {
    if (!event.defaultPrevented) markSent(form as HTMLFormElement);
  });
}

/** Drops a draft whose words have arrived. */
export function forgetDraft(form: HTMLFormElement): void {
  localStorage.removeItem(keyOf(form));
  note(form, "");
}

function forgetWhatArrived(): void {
  const signedIn = "signedIn" in document.body.dataset;
  const refused = new Set(
    all<HTMLFormElement>("form[data-draft][data-answered]").map((form) => keyOf(form)),
  );
  for (const key of keys()) {
    const draft = read(key);
    const old = !draft || Date.now() - draft.at > OLDEST_DAYS * 86_400_000;
    if (old || (signedIn && draft.sent && !refused.has(key))) localStorage.removeItem(key);
    else if (draft.sent && !signedIn) write(key, { ...draft, sent: false });
  }
}

function keys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function keyOf(form: HTMLFormElement): string {
  return PREFIX + (form.dataset["draft"] ?? "");
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function write(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden store must not stop anybody from typing.
  }
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function fieldsOf(form: HTMLFormElement): Field[] {
  return all<Field>("input[name], select[name], textarea[name]", form).filter(
    (field) => !SKIPPED.includes(field.type),
  );
}

function isBox(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function keep(form: HTMLFormElement): void {
  const fields: Record<string, string[]> = {};
  for (const field of fieldsOf(form)) {
    const values = (fields[field.name] ??= []);
    if (!isBox(field) || field.checked) values.push(field.value);
  }
  write(keyOf(form), { fields, at: Date.now() });
  note(form, "Draft kept on this device");
}

function markSent(form: HTMLFormElement): void {
  const draft = read(keyOf(form));
  if (draft) write(keyOf(form), { ...draft, sent: true });
}

function restore(form: HTMLFormElement): void {
  const draft = read(keyOf(form));
  if (!draft) return;
  let changed = false;
  const used: Record<string, number> = {};
  for (const field of fieldsOf(form)) {
    const values = draft.fields[field.name];
    if (!values) continue;
    if (isBox(field)) {
      const checked = values.includes(field.value);
      changed ||= field.checked !== checked;
      field.checked = checked;
    } else {
      const at = used[field.name] ?? 0;
      used[field.name] = at + 1;
      const value = values[at] ?? "";
      changed ||= field.value !== value;
      field.value = value;
    }
  }
  if (changed) offerToDrop(form);
}

function offerToDrop(form: HTMLFormElement): void {
  note(form, "Your draft was brought back. ");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button is-quiet is-small";
  drop.textContent = "Start afresh";
  drop.addEventListener("click", () => {
    form.reset();
    forgetDraft(form);
  });
  one("[data-draft-note]", form)?.append(drop);
}

function note(form: HTMLFormElement, text: string): void {
  const place = one("[data-draft-note]", form);
  if (!place) return;
  place.textContent = text;
  place.hidden = text === "";
}
