// Reading a compact JWT for display. Nothing here verifies it: only the server can.

/** Return {header, claims} of a compact JWT. Throws if it is none. */
export function decode(token) {
  const [header, claims] = token.split(".", 2).map((segment) => JSON.parse(text(segment)));
  return { header, claims };
}

/** Return the token with one claim changed, under the signature of the unchanged one. */
export function altered(token) {
  const [header, , signature] = token.split(".");
  const { claims } = decode(token);
  return [header, segment(JSON.stringify({ ...claims, user_id: "1000000" })), signature].join(".");
}

function text(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  // atob answers one character per byte, which is not yet text.
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function segment(json) {
  const binary = Array.from(new TextEncoder().encode(json), (byte) => String.fromCharCode(byte));
  return btoa(binary.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
