"use strict";
// Opens what the page holds, with the browser's own ciphers. Nothing is sent and nothing is kept.
(() => {
  const parameters = JSON.parse(document.getElementById("parameters").textContent);
  const told = document.getElementById("told");
  const button = document.getElementById("open");
  const field = document.getElementById("passphrase");
  const say = (name) => { told.textContent = parameters.said[name] || ""; };

  const bytesOf = (text) => {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
    return bytes;
  };
  const encode = (text) => new TextEncoder().encode(text);

  // The same form in which the passphrase was sealed.
  const normalForm = (typed) =>
    typed.normalize("NFKC").toLowerCase().replaceAll("-", " ").trim().split(/\s+/u).join(" ");

  // HKDF-Expand (RFC 5869, section 2.3) for one block. WebCrypto's own HKDF extracts first.
  const expand = async (material, purpose) => {
    const key = await crypto.subtle.importKey(
      "raw", material, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const info = encode(`${parameters.label}/${purpose}`);
    const block = new Uint8Array(info.length + 1);
    block.set(info);
    block[info.length] = 1;
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, block));
  };

  const isSame = (one, other) => {
    let differs = one.length ^ other.length;
    for (let at = 0; at < one.length; at += 1) differs |= one[at] ^ other[at];
    return differs === 0;
  };

  const unseal = async (typed) => {
    const password = await crypto.subtle.importKey(
      "raw", encode(normalForm(typed)), "PBKDF2", false, ["deriveBits"]);
    const material = new Uint8Array(await crypto.subtle.deriveBits({
      name: "PBKDF2", hash: "SHA-256", salt: bytesOf(parameters.salt),
      iterations: parameters.iterations,
    }, password, 256));
    if (!isSame(await expand(material, "check"), bytesOf(parameters.check))) return null;
    const key = await crypto.subtle.importKey(
      "raw", await expand(material, "key"), "AES-GCM", false, ["decrypt"]);
    material.fill(0);
    const sealed = bytesOf(document.getElementById("sealed").textContent.trim());
    return new Uint8Array(await crypto.subtle.decrypt({
      name: "AES-GCM", iv: bytesOf(parameters.nonce), additionalData: encode(parameters.label),
    }, key, sealed));
  };

  const unpack = (plain) => {
    const length = new DataView(plain.buffer, plain.byteOffset, 4).getUint32(0);
    const rows = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(
      plain.subarray(4, 4 + length)));
    let at = 4 + length;
    return rows.map((row) => {
      const data = plain.subarray(at, at + row.size);
      at += row.size;
      return { name: row.name, media: row.media, data };
    });
  };

  const show = (files) => {
    const list = document.getElementById("files");
    const view = document.getElementById("view");
    for (const file of files) {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const save = document.createElement("a");
      save.className = "save";
      save.download = file.name;
      save.href = URL.createObjectURL(new Blob([file.data], { type: file.media }));
      save.textContent = parameters.said.save;
      save.setAttribute("aria-label", `${parameters.said.save}: ${file.name}`);
      item.append(name, save);
      if (file.media === "text/html") {
        const look = document.createElement("button");
        look.type = "button";
        look.textContent = parameters.said.view;
        look.addEventListener("click", () => {
          // Without any permission: it runs no script and opens nothing of its own.
          view.srcdoc = new TextDecoder("utf-8").decode(file.data);
          view.hidden = false;
          view.focus();
        });
        item.append(look);
      }
      list.append(item);
    }
    document.getElementById("opened").hidden = false;
  };

  document.getElementById("ask").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.crypto || !crypto.subtle) { say("too_old"); return; }
    button.disabled = true;
    say("working");
    try {
      const plain = await unseal(field.value);
      if (plain === null) {
        say("wrong");
      } else {
        show(unpack(plain));
        field.value = "";
        document.getElementById("ask").hidden = true;
        say("opened");
      }
    } catch {
      say("damaged");
    } finally {
      button.disabled = false;
    }
  });
})();
