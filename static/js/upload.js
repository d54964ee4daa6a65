// A file goes up in parts of 16 MiB, each by itself: after a lost connection or a restart only those go that are not there.
// Without this script the form sends the whole file at once.
const form = document.querySelector("form[data-upload]");
const panel = document.querySelector("[data-upload-panel]");
const LONGEST_WAIT = 30;
const find = (name) => panel.querySelector(`[data-upload-${name}]`);

class Refused extends Error {}

class Upload {
  constructor(file) {
    this.file = file;
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.size = Number(form.dataset.partBytes);
    this.isPaused = false;
    this.sentBytes = 0;
    this.spent = 0;
  }

  // One request until it is answered: waits longer after each failure, for as long as it takes.
  async ask(url, options) {
    for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      await this.turn();
      let seconds = wait;
      try {
        const answer = await fetch(url, { redirect: "manual", credentials: "same-origin", ...options });
        if (answer.type === "opaqueredirect") throw new Refused("登入已逾時。請重新登入後再選擇同一個檔案，會接著上傳。");
        const said = await answer.json().catch(() => ({}));
        if (answer.ok) return said;
        if (answer.status < 500 || answer.status === 507) {
          throw new Refused(said.error ?? "伺服器沒有收下這個檔案，請重新整理頁面後再試。");
        }
        seconds = Math.max(wait, Number(answer.headers.get("Retry-After")) || 0);
        this.say(said.error ?? `伺服器忙碌，${seconds} 秒後再試。`);
      } catch (error) {
        if (error instanceof Refused) throw error;
        this.say(`連線中斷，${seconds} 秒後自動再試。`);
      }
      await new Promise((done) => setTimeout(done, seconds * 1000));
    }
  }

  async turn() {
    while (this.isPaused) await new Promise((done) => { this.go = done; });
  }

  say(words) {
    find("said").textContent = words;
  }

  announce() {
    const body = new FormData();
    body.set("name", this.file.name);
    body.set("size", this.file.size);
    return this.ask(form.dataset.upload, { method: "POST", body, headers: { "X-CSRFToken": this.token } });
  }

  async send(number) {
    const start = (number - 1) * this.size;
    const body = this.file.slice(start, start + this.size);
    const began = performance.now();
    const headers = { "X-CSRFToken": this.token, "Content-Type": "application/octet-stream" };
    const url = form.dataset.parts.replace(/0\/$/, `${number}/`);
    const told = await this.ask(url, { method: "PUT", body, headers });
    this.sentBytes += body.size;
    this.spent += performance.now() - began;
    return told;
  }

  show({ received, total }) {
    find("bar").max = total;
    find("bar").value = received.length;
    const left = (total - received.length) * this.size;
    const minutes = this.sentBytes ? Math.ceil((left * this.spent) / this.sentBytes / 60000) : 0;
    this.say(`已傳 ${received.length}／${total} 段${minutes ? `，約剩 ${minutes} 分鐘` : ""}`);
  }

  async run() {
    let told = await this.announce();
    this.show(told);
    if (told.received.length) told = await this.send(told.received[0]); // is it the same file?
    for (let number = 1; number <= told.total; number += 1) {
      if (!told.received.includes(number)) {
        told = await this.send(number);
        this.show(told);
      }
    }
  }
}

const leaving = (event) => event.preventDefault();

const begin = async (file) => {
  const upload = new Upload(file);
  form.hidden = true;
  document.querySelector("[data-upload-told]")?.remove();
  panel.hidden = false;
  find("pause").addEventListener("click", () => {
    upload.isPaused = true;
    find("pause").hidden = true;
    find("resume").hidden = false;
    find("resume").focus();
    upload.say("已暫停；正在傳送的一段傳完後停止。");
  });
  find("resume").addEventListener("click", () => {
    upload.isPaused = false;
    upload.go?.();
    find("pause").hidden = false;
    find("resume").hidden = true;
    find("pause").focus();
    upload.say("繼續上傳。");
  });
  window.addEventListener("beforeunload", leaving);
  try {
    await upload.run();
    window.removeEventListener("beforeunload", leaving);
    location.assign(form.dataset.done);
  } catch (error) {
    window.removeEventListener("beforeunload", leaving);
    for (const name of ["pause", "resume", "bar"]) find(name).hidden = true;
    upload.say("");
    find("error").textContent = error instanceof Refused ? error.message : "無法讀取這個檔案，請確認檔案還在原來的位置。";
    find("error").hidden = false;
    find("again").hidden = false;
    find("again").focus();
  }
};

if (form) {
  for (const one of form.querySelectorAll("[data-upload-only-without]")) one.hidden = true;
  for (const one of form.querySelectorAll("[data-upload-only-with]")) one.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [file] = form.elements.file.files;
    if (file) begin(file);
    else form.elements.file.focus();
  });
}
