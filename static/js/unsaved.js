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
