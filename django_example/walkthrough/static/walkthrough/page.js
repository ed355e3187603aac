// The walkthrough. Tokens are in `session` and nowhere else: not in localStorage, not in a cookie.

import { altered, decode } from "./token.js";

const element = (id) => document.getElementById(id);
const urls = element("main").dataset;
const claimWords = {
  token_type: () => "what it may be used for",
  exp: (value) => `expires at ${clock(value)}`,
  iat: (value) => `was issued at ${clock(value)}`,
  jti: () => "the token’s own number, by which it can be blacklisted",
  user_id: () => "whose token it is",
};

let session = null; // {access, refresh, clockSkew in seconds}
let shown = "access";
let announced = null; // The access token whose expiry has been announced.
let isBusy = false;

element("login").addEventListener("submit", (event) => {
  event.preventDefault();
  act("login", logIn);
});
element("register").addEventListener("click", () => act("login", register));
element("call").addEventListener("submit", (event) => {
  event.preventDefault();
  act("call", callProtected);
});
element("refresh").addEventListener("click", () => act("refresh", refresh));
element("logout").addEventListener("click", () => act("logout", logOut));
for (const tab of document.querySelectorAll(".tabs button")) {
  tab.addEventListener("click", () => {
    shown = tab.dataset.kind;
    render();
  });
}
setInterval(renderCountdown, 250);
render();

// The steps. Each returns the sentence that tells how it went, or throws a Refusal.

async function logIn() {
  const body = await send("POST", urls.obtain, { body: credentials() });
  // The server's clock counts, and `iat` is what it showed just now.
  const clockSkew = decode(body.access).claims.iat - Date.now() / 1000;
  session = { ...body, clockSkew };
  element("password").value = "";
  begin("call");
  element("call-heading").focus({ preventScroll: true });
  return "You are logged in, and have a token of each kind.";
}

async function register() {
  await send("POST", urls.register, { body: credentials() });
  return logIn();
}

async function callProtected() {
  const choice = new FormData(element("call")).get("send");
  const token = { access: session.access, refresh: session.refresh, altered: altered(session.access) };
  const body = await send("GET", urls.protected, { token: token[choice] });
  begin("refresh");
  return `The server knows you: ${body.email}.`;
}

async function refresh() {
  const body = await send("POST", urls.refresh, { body: { refresh: session.refresh } }).catch(
    (error) => {
      // No request of ours mends a refused refresh token.
      if (error.status === 401) begin("login");
      throw error;
    },
  );
  // Where tokens rotate, the answer has a new refresh token too.
  session = { ...session, ...body };
  shown = "access";
  begin("logout");
  return "You have a new access token; its time starts anew.";
}

async function logOut() {
  const { refresh } = session;
  // Before the server is asked: no answer of it, and none at all, must keep anybody logged in.
  session = null;
  begin("login");
  // The button that has the focus is about to be disabled.
  element("password").focus({ preventScroll: true });
  render();
  try {
    await send("POST", urls.blacklist, { body: { refresh } });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // It has expired or is blacklisted already.
    if (error.status === 401) return `${error.message}. The page has forgotten both.`;
    throw new Refusal(
      "The page has forgotten both. The server could not be told, so that the refresh token may " +
        "work until it expires.",
    );
  }
  return "The refresh token is blacklisted, and the page has forgotten both.";
}

// Requests

/** What went wrong, in words; the fields to correct; the status of the answer, if there was one. */
class Refusal extends Error {
  constructor(message, { fields = [], status = null } = {}) {
    super(message);
    Object.assign(this, { fields, status });
  }
}

/** Run a step, unless another is under way, and show how it went. */
async function act(step, run) {
  if (isBusy) return;
  setBusy(true);
  let words;
  let fields = null; // Those to correct, where the step has failed.
  try {
    words = await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    ({ message: words, fields } = error);
  } finally {
    setBusy(false);
    render();
  }
  showResult(step, words, fields === null);
  for (const name of ["email", "password"]) {
    element(name).setAttribute("aria-invalid", String(fields?.includes(name) ?? false));
  }
  if (fields?.length) element(fields[0]).focus();
}

async function send(method, url, { body, token } = {}) {
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    showAnswer(method, url, null, null);
    throw new Refusal("The server does not answer. Is it running?");
  }
  // An error page of a proxy is no JSON.
  const answer = await response.json().catch(() => null);
  showAnswer(method, url, response, answer);
  if (!response.ok || answer === null) throw refusal(response, answer);
  return answer;
}

function refusal({ status, headers }, answer) {
  if (status === 429) {
    const seconds = headers.get("Retry-After") ?? "some";
    return new Refusal(`Too many requests. Try again in ${seconds} seconds.`, { status });
  }
  const reason = answer?.messages?.[0]?.message ?? answer?.detail;
  if (typeof reason === "string") return new Refusal(`The server refused it: ${reason}`, { status });
  if (status === 400 && answer) {
    const fields = Object.keys(answer).filter((name) => name === "email" || name === "password");
    const reasons = Object.entries(answer).map(([name, why]) => `${name}: ${why}`);
    return new Refusal(reasons.join("\n"), { fields, status });
  }
  return new Refusal(`The server answered ${status}.`, { status });
}

function credentials() {
  const missing = ["email", "password"].filter((name) => !element(name).value);
  if (missing.length) {
    throw new Refusal("Fill in the e-mail address and the password.", { fields: missing });
  }
  return { email: element("email").value, password: element("password").value };
}

// What is shown. All of it is set as text, so nothing in an answer can become markup.

function begin(step) {
  for (const card of document.querySelectorAll(".step")) {
    card.classList.toggle("next", card.id === `step-${step}`);
    if (step === "login") card.classList.remove("done");
  }
}

function setBusy(value) {
  // The buttons stay enabled: a disabled one would lose the keyboard's focus.
  isBusy = value;
  element("main").setAttribute("aria-busy", String(value));
}

function showResult(step, words, isGood) {
  for (const old of document.querySelectorAll(".result")) old.textContent = "";
  element(`result-${step}`).textContent = words;
  element(`result-${step}`).className = `result ${isGood ? "good" : "bad"}`;
  if (isGood) element(`step-${step}`).classList.add("done");
  element("announcement").textContent = words;
}

function render() {
  for (const button of document.querySelectorAll(".step button")) {
    button.disabled = !button.closest("#login") && session === null;
  }
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.kind === shown));
    tab.disabled = session === null;
  }
  if (!document.querySelector(".step.next")) begin("login");
  element("token").hidden = session === null;
  element("no-token").hidden = session !== null;
  renderCountdown();
  // Without a session too: what is only hidden would stay in the page.
  const token = session === null ? ".." : session[shown];
  const { header, claims } = session === null ? { header: {}, claims: {} } : decode(token);
  token.split(".").forEach((part, number) => {
    element("compact").querySelectorAll("span")[number].textContent = part;
  });
  list(element("header"), header, {});
  list(element("claims"), claims, claimWords);
}

function renderCountdown() {
  const box = document.querySelector(".countdown");
  if (session === null) {
    element("countdown").textContent = "No access token yet.";
    element("life").value = 0;
    box.classList.remove("over");
    return;
  }
  const { exp, iat } = decode(session.access).claims;
  const left = Math.max(0, exp - (Date.now() / 1000 + session.clockSkew));
  element("life").value = left / (exp - iat);
  box.classList.toggle("over", left === 0);
  element("countdown").textContent = left
    ? `The access token expires in ${duration(left)}.`
    : "The access token has expired. Call the view to see it refused.";
  if (left === 0 && announced !== session.access) {
    announced = session.access;
    begin("refresh");
    element("announcement").textContent = "The access token has expired.";
  }
}

function showAnswer(method, url, response, answer) {
  element("answer").hidden = false;
  element("no-answer").hidden = true;
  element("request").textContent = `${method} ${url}`;
  element("status").textContent = response ? `${response.status} ${response.statusText}` : "no answer";
  element("status").className = `status ${response?.ok ? "good" : "bad"}`;
  element("body").textContent = answer === null ? "" : JSON.stringify(answer, shortened, 2);
}

/** Return a member of an answer for display: a token by its beginning, since it is shown elsewhere. */
function shortened(name, value) {
  const isToken = typeof value === "string" && /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(value);
  return isToken ? `${value.slice(0, 12)}… (${value.length} characters)` : value;
}

function list(target, members, words) {
  target.replaceChildren(
    ...Object.entries(members).flatMap(([name, value]) => {
      const term = document.createElement("dt");
      const description = document.createElement("dd");
      term.textContent = name;
      description.textContent = JSON.stringify(value);
      if (Object.hasOwn(words, name)) {
        const explanation = document.createElement("small");
        explanation.textContent = words[name](value);
        description.append(explanation);
      }
      return [term, description];
    }),
  );
}

function clock(seconds) {
  return new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

function duration(seconds) {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
