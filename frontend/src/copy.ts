import { on } from "./page";
import { say } from "./toasts";

/** Copies a token, an address or a hash; selecting it by hand works without us. */
export function startCopy(): void {
  on("click", "[data-copy]", (button) => {
    const text = button.dataset["copy"] ?? "";
    navigator.clipboard.writeText(text).then(
      () => say("Copied.", "done"),
      () => say("Not copied: the browser does not allow it. Select the text instead.", "refused"),
    );
  });
}
