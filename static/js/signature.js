// A signature drawn by hand becomes a PNG in the file field beside it. Without this script one attaches a scan.
for (const pad of document.querySelectorAll("[data-signature]")) {
  const input = document.getElementById(pad.dataset.signature);
  const canvas = pad.querySelector("canvas");
  const said = pad.querySelector("[data-signature-said]");
  const pen = canvas.getContext("2d");
  let isDown = false;
  let isEmpty = true;

  const blank = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 7;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#17242b";
    isEmpty = true;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  const hand = (files, words) => {
    input.files = files;
    input.dispatchEvent(new Event("change"));
    said.textContent = words;
  };
  const keep = () => {
    if (!isDown) return;
    isDown = false;
    canvas.toBlob((picture) => {
      if (isEmpty || !picture) return;
      const files = new DataTransfer();
      files.items.add(new File([picture], "簽名.png", { type: "image/png" }));
      hand(files.files, pad.dataset.signatureKept);
    }, "image/png");
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    isDown = true;
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    for (const point of event.getCoalescedEvents?.() ?? [event]) pen.lineTo(...at(point));
    pen.stroke();
    isEmpty = false;
  });
  canvas.addEventListener("pointerup", keep);
  canvas.addEventListener("pointercancel", keep);
  pad.querySelector("[data-signature-clear]").addEventListener("click", () => {
    blank();
    hand(new DataTransfer().files, "已清除。");
  });
  blank();
  pad.hidden = false;
}
