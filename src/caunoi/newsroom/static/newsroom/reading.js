// SPDX-License-Identifier: AGPL-3.0-or-later. Tells that a page was opened and read to its end; once a tab, nothing of who.
const story = document.querySelector("[data-reading]");
const end = document.getElementById("het-bai");

function tell(mark) {
  const key = `reading:${location.pathname}:${mark}`;
  try {
    if (sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, "1");
  } catch { /* a browser that keeps nothing: it is counted again when the page is opened again */ }
  navigator.sendBeacon?.(story.dataset.reading, new URLSearchParams({ mark }));
}

function follow() {
  tell("opened");
  const began = performance.now();
  // Whoever is at the end before anyone could have read it has jumped there.
  const needed = Number(story.dataset.seconds) * 1000;
  let isSeen = false;
  const look = () => { if (isSeen && document.visibilityState === "visible" && performance.now() - began >= needed) tell("read"); };
  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1).isIntersecting;
    if (isSeen) setTimeout(look, Math.max(0, needed - (performance.now() - began)));
  }).observe(end);
}

if (story && end && "IntersectionObserver" in window) {
  // A tab that was opened behind others counts when it is looked at.
  if (document.visibilityState === "visible") follow();
  else document.addEventListener("visibilitychange", follow, { once: true });
}
