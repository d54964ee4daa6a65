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
// htmx only spares the reload. What it could not send is said beside the button; a session that ended is answered by its page.
const SAYS = {
  "htmx:sendError": "沒有連上伺服器，這一項還沒有儲存。請確認網路後再按一次。",
  "htmx:responseError": "伺服器沒有完成這一項，還沒有儲存。請重新整理頁面後再試。",
};
for (const [event, words] of Object.entries(SAYS)) {
  document.addEventListener(event, ({ detail: { elt } }) => {
    const says = elt.parentElement.querySelector(".unsaved") ?? document.createElement("p");
    says.className = "err unsaved";
    says.setAttribute("role", "alert");
    says.textContent = words;
    elt.after(says);
  });
}
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (new URL(detail.xhr.responseURL).pathname.startsWith("/accounts/")) {
    detail.shouldSwap = false;
    location.assign(detail.xhr.responseURL);
  }
});
