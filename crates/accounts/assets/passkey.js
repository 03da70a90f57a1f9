/* Asks the device for a passkey and sends its answer with the page's own form. The only thing here that needs script. */
const form = document.querySelector("form[data-passkey]");
const says = document.querySelector("#passkey-says");
const button = form?.querySelector("button");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function asked() {
  const { publicKey } = JSON.parse(form.dataset.options);
  const shared = { ...publicKey, challenge: bytes(publicKey.challenge) };
  return form.dataset.passkey === "create"
    ? { ...shared, user: { ...publicKey.user, id: bytes(publicKey.user.id) }, excludeCredentials: listed(publicKey.excludeCredentials) }
    : { ...shared, allowCredentials: listed(publicKey.allowCredentials) };
}

function answered(key) {
  const response = { clientDataJSON: text(key.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, extensions: {} });
}

async function ask() {
  says.textContent = form.dataset.waiting;
  try {
    const key = await navigator.credentials[form.dataset.passkey]({ publicKey: asked() });
    form.elements.credential.value = answered(key);
    form.submit();
  } catch {
    // Cancelled, or none on this device: the browser has said which. Trying again is always open.
    says.textContent = form.dataset.failed;
    says.focus();
  }
}

if (form && window.PublicKeyCredential) {
  button.hidden = false;
  button.addEventListener("click", ask);
} else if (form) {
  says.textContent = form.dataset.unable;
}
