/** Lines that wait on this device for a connection, each with the key by which it counts once. */
export interface Held {
  key: string;
  line: string;
  /** When it was typed, by this device's own clock: only differences of it are ever told. */
  typedAt: number;
  /** Whose it is, as the page said; a line is sent in nobody else's name. */
  who: string;
  problem?: string;
}

const LINES = "upheld-held-lines";
const WHO = "upheld-held-who";
/** The server takes a line back from thirty days ago at most. */
const OLDEST_SECONDS = 30 * 24 * 3600;

export function heldLines(): Held[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(LINES) ?? "[]");
    return Array.isArray(kept) ? (kept as Held[]) : [];
  } catch {
    return [];
  }
}

export function hold(line: string, who: string): void {
  keep([...heldLines(), { key: newKey(), line, who, typedAt: Date.now() }]);
}

export function letGo(key: string): void {
  keep(heldLines().filter((one) => one.key !== key));
}

/** Notes why a line could not be saved; whoever typed it decides. */
export function object(key: string, problem: string): void {
  keep(heldLines().map((one) => (one.key === key ? { ...one, problem } : one)));
}

export function secondsAgo(held: Held): number {
  const passed = Math.round((Date.now() - held.typedAt) / 1000);
  return Math.min(Math.max(passed, 0), OLDEST_SECONDS);
}

/** Whoever used the page last on this device, for lines typed where nobody can be asked. */
export function rememberWho(who: string): void {
  localStorage.setItem(WHO, who);
}

export function lastWho(): string {
  return localStorage.getItem(WHO) ?? "";
}

function keep(lines: Held[]): void {
  localStorage.setItem(LINES, JSON.stringify(lines));
}

function newKey(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
