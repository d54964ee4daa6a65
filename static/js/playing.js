// When one recording ends, the next one plays. Without this script one presses 「後一段」.
const player = document.querySelector("[data-player]");
if (player) {
  player.addEventListener("ended", () => {
    if (player.dataset.after) location.assign(`${player.dataset.after}#play`);
  });
  if (location.hash === "#play") player.play().catch(() => {}); // a browser may want a press first
}
