/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope;

/**
 * Keeps the page for a phone on the device: without a connection its empty form is shown, which
 * holds what is typed. Nobody's data is kept, only the form and what draws it.
 */
const KEPT = "upheld-quick";
const OFFLINE = "/quick/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOrForm(event));
  else if (new URL(request.url).pathname.startsWith("/static/")) {
    event.respondWith(kept(request));
  }
});

async function pageOrForm(event: FetchEvent): Promise<Response> {
  try {
    const answer = await fetch(event.request);
    // The next release draws the form with other files: keep those that it names now.
    event.waitUntil(keepAll().catch(() => undefined));
    return answer;
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function kept(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreVary: true })) ?? Response.error();
  }
}

async function keepAll(): Promise<void> {
  const answer = await fetch(OFFLINE, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Error("the form could not be kept");
  const form = await answer.clone().text();
  const files = [...form.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]!);
  const cache = await caches.open(KEPT);
  await cache.put(OFFLINE, answer);
  // Their names stay the same from release to release, so each is asked for anew.
  await Promise.all(files.map((file) => cache.add(new Request(file, { cache: "no-cache" }))));
}

export {};
