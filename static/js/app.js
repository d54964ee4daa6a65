// The only script of our own; every page works without it.
// A chosen file is named in our words where the browser would use its own language.
for (const input of document.querySelectorAll(".filepick input[type=file]")) {
  const name = document.createElement("span");
  name.className = "filepick__name";
  name.setAttribute("aria-hidden", "true");
  const show = () => {
    name.textContent = [...input.files].map((file) => file.name).join("、") || "尚未選擇檔案";
  };
  input.after(name);
  input.parentElement.classList.add("is-live");
  input.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}

// "/" goes to the search box, unless somebody is writing, chose to have it off (on the search page), or it belongs to another key.
const OFF = "search-key-off";
const isOff = () => localStorage.getItem(OFF) === "1";
const writes = (one) => one.isContentEditable || one.matches("input, textarea, select");
document.addEventListener("keydown", (event) => {
  const isPlain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (!isPlain || isOff() || writes(event.target)) return;
  const menu = document.querySelector(".menu");
  const shown = () => [...document.querySelectorAll("[data-find]")].find((box) => box.checkVisibility());
  if (menu && menu.checkVisibility() && !shown()) menu.open = true;
  const box = shown();
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
for (const line of document.querySelectorAll("[data-search-key]")) {
  const button = line.querySelector("[data-search-switch]");
  const show = () => {
    button.textContent = isOff() ? "啟用這個快速鍵" : "停用這個快速鍵";
  };
  button.addEventListener("click", () => {
    localStorage.setItem(OFF, isOff() ? "0" : "1");
    show();
  });
  line.hidden = false;
  show();
}
