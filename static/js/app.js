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
