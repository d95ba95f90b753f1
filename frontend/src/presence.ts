import { all, one } from "./page";

const EVERY = 20_000;

/**
 * Says to the server that a page is looked at and whether an answer is begun, and shows who else
 * does. Nothing is sent while the page lies in the background.
 */
export function startPresence(): void {
  for (const place of all("[data-present]")) {
    const url = place.dataset["present"] ?? "";
    const form = one<HTMLFormElement>(`#${place.dataset["presentForm"] ?? ""}`);
    let told = "";
    const tell = async (): Promise<void> => {
      if (document.hidden) return;
      told = writes(form);
      try {
        const answer = await fetch(url, { method: "POST", body: said(form, { writes: told }) });
        // A page that was signed out or refused has nothing to say here.
        if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
      } catch {
        // Without a connection nobody is known to be here; the next beat tries again.
      }
    };
    void tell();
    window.setInterval(() => void tell(), EVERY);
    document.addEventListener("visibilitychange", () => void tell());
    form?.addEventListener("input", () => {
      if (writes(form) !== told) void tell();
    });
    window.addEventListener("pagehide", () => {
      navigator.sendBeacon(url, said(form, { gone: "yes" }));
    });
  }
}

function writes(form: HTMLFormElement | null): string {
  const text = form ? one<HTMLTextAreaElement>("textarea", form)?.value : "";
  return text?.trim() ? "yes" : "no";
}

function said(form: HTMLFormElement | null, words: Record<string, string>): FormData {
  const data = new FormData();
  const token = form ? one<HTMLInputElement>("[name=csrfmiddlewaretoken]", form)?.value : "";
  data.set("csrfmiddlewaretoken", token ?? "");
  for (const [name, value] of Object.entries(words)) data.set(name, value);
  return data;
}
