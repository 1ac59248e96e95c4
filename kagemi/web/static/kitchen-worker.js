// Keeps the kitchen's page and its files on the phone, so that it can be read when the network is gone.
// The network comes first: what is kept is shown only when the server does not answer in time.
"use strict";

const KEPT = "kagemi-kitchen-1";
const FILES = ["/static/kagemi.css", "/static/kitchen.css", "/static/kitchen.js", "/static/htmx.min.js", "/static/icon.svg"];
const PATIENCE = 4000;
const MOST_PAGES = 10;

self.addEventListener("install", (event) => {
  event.waitUntil(begin().then(() => self.skipWaiting()));
});

// The page that brought this worker was loaded before it: it is kept now.
async function begin() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES);
  const answer = await fetch("/kitchen");
  if (answer.ok && !answer.redirected) await cache.put("/kitchen", answer);
}

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((n) => n.startsWith("kagemi-kitchen-") && n !== KEPT))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const isPage = event.request.mode === "navigate" && url.pathname === "/kitchen";
  if (isPage || FILES.includes(url.pathname)) event.respondWith(fresh(event, isPage));
});

async function fresh(event, isPage) {
  const cache = await caches.open(KEPT);
  const kept = async () => (await cache.match(event.request)) || (isPage ? cache.match("/kitchen") : undefined);
  const coming = fetch(event.request).then(async (answer) => {
    // A redirect leads to the login, which is no page of the kitchen.
    if (answer.ok && answer.type === "basic" && !answer.redirected) await keep(cache, event.request, answer.clone());
    return answer;
  });
  event.waitUntil(coming.catch(() => undefined));
  const late = new Promise((done) => setTimeout(done, PATIENCE)).then(kept);
  try {
    return (await Promise.race([coming, late])) || (await coming);
  } catch (error) {
    const old = await kept();
    if (old) return old;
    throw error;
  }
}

async function keep(cache, request, answer) {
  await cache.put(request, answer);
  const pages = (await cache.keys()).filter((r) => new URL(r.url).pathname === "/kitchen" && new URL(r.url).search);
  await Promise.all(pages.slice(0, Math.max(0, pages.length - MOST_PAGES)).map((r) => cache.delete(r)));
}
