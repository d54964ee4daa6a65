// Passkeys (WebAuthn): a button with data-passkey asks the browser, the answer goes into the hidden field data-target.
// Without this script, or where the browser has no passkeys, the button stays hidden and the password remains.
(() => {
  if (!window.PublicKeyCredential) return;

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withBytes = (list) => (list || []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));

  function request(options) {
    const wanted = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
    if (wanted.user) {
      wanted.user = { ...wanted.user, id: toBytes(wanted.user.id) };
      wanted.excludeCredentials = withBytes(wanted.excludeCredentials);
    } else {
      wanted.allowCredentials = withBytes(wanted.allowCredentials);
    }
    return { publicKey: wanted };
  }

  function answer(credential) {
    const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    return {
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const form = button.closest("form");
    const show = (selector, visible) =>
      form.querySelectorAll(selector).forEach((element) => { element.hidden = !visible; });
    const text = button.dataset.options || document.getElementById(button.dataset.optionsFrom).textContent;
    button.hidden = false;
    show("[data-passkey-missing]", false);
    button.addEventListener("click", async () => {
      show("[data-passkey-error]", false);
      try {
        const credential = await navigator.credentials[button.dataset.passkey](request(JSON.parse(text)));
        document.getElementById(button.dataset.target).value = JSON.stringify(answer(credential));
      } catch {
        show("[data-passkey-error]", true);
        return;
      }
      if ("submit" in button.dataset) form.requestSubmit();
      else show("[data-passkey-done]", true);
    });
  }
})();
