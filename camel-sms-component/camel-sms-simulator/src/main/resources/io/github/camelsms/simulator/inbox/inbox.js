// The inbox page. All that it shows comes from the JSON API beside it; all text becomes text nodes, never HTML.
"use strict";

const API = "api/";
const POLL = 1000;
const POLL_HIDDEN = 5000;
const PAGE = 100;
const MOST = 500;
const NAMES = {"2fa-link": "2FA.link", "2chat": "2Chat", transmitsms: "Transmit SMS", telesign: "TeleSign"};
const STATES = {
  ACCEPTED: "Accepted", SENT: "Sent", DELIVERED: "Delivered", UNDELIVERED: "Undelivered", REJECTED: "Rejected",
  EXPIRED: "Expired", UNKNOWN: "Unknown", CANCELLED: "Cancelled",
};

const $ = id => document.getElementById(id);
const view = {
  revision: -1,
  filter: {q: "", provider: "", state: ""},
  chosen: null,          // {handset}, {handset, provider, from} or {refused}
  message: null,         // number of the message, or of the refusal, in the details
  messages: [],
  item: null,            // the message in the details, whole
  handsets: PAGE,
  earlier: PAGE,
  seen: new Map(),       // handset to the number of the last message that was looked at
  baseline: null,
  refusedSeen: null,     // how many refusals there were when they were looked at
  replies: new Set(),    // providers through which handsets can write
};

// --- the API

async function api(path, method = "GET", body) {
  const options = {method, cache: "no-store"};
  if (body !== undefined) {
    options.headers = {"Content-Type": "application/json"};
    options.body = JSON.stringify(body);
  }
  const response = await fetch(API + path, options);
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error || "HTTP " + response.status);
  }
  return answer;
}

function query(parameters) {
  const pairs = Object.entries(parameters).filter(([name, value]) => value !== null && (value !== "" || name === "from"));
  return "?" + pairs.map(([name, value]) => name + "=" + encodeURIComponent(value)).join("&");
}

// --- building blocks

function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "class") node.className = value;
    else if (key === "onclick") node.addEventListener("click", value);
    else if (key.startsWith("data-")) node.dataset[key.slice(5)] = value;
    else if (value === true) node.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

/** Control characters as the pictures that Unicode has of them, line ends of all kinds as one. */
function visible(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/\u007f/g, "\u2421")
    .replace(/[\u0080-\u009f]/g, "\ufffd");
}

/** Makes a list's children those that the items want; a child whose version is the same stays, with focus and all. */
function reconcile(list, items, keyOf, versionOf, build) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const old = new Map([...list.children].map(child => [child.dataset.item, child]));
  let place = list.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const version = String(versionOf(item));
    let child = old.get(key);
    old.delete(key);
    if (!child || child.dataset.version !== version) {
      const fresh = build(item);
      fresh.dataset.item = key;
      fresh.dataset.version = version;
      if (child) {
        if (place === child) place = fresh;
        child.replaceWith(fresh);
      }
      child = fresh;
    }
    if (child === place) place = place.nextElementSibling;
    else list.insertBefore(child, place);
  }
  old.forEach(child => child.remove());
  if (focused && !list.contains(document.activeElement)) {
    [...list.querySelectorAll("[data-key]")].find(node => node.dataset.key === focused)?.focus({preventScroll: true});
  }
}

const clock = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false});
const minute = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit", hour12: false});
const day = new Intl.DateTimeFormat(undefined, {month: "short", day: "numeric"});

function time(at, brief) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const shown = !brief ? (today ? "" : day.format(date) + ", ") + clock.format(date)
    : today ? minute.format(date) : day.format(date);
  return el("time", {datetime: at, title: date.toLocaleString()}, shown);
}

const nameOf = provider => NAMES[provider] || provider;
const senderOf = item => item.from === null ? "(default sender)" : visible(item.from);
const providerChip = provider => el("span", {class: "provider"}, nameOf(provider));
const stateChip = state => el("span", {class: "state s-" + state}, STATES[state] || state);
const plural = (count, noun) => count.toLocaleString() + " " + noun + (count === 1 ? "" : "s");

let toastTimer;
function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").classList.remove("shown"), 6000);
}

function show(pane) {
  document.body.dataset.pane = pane;
}

// --- the handsets

const sameConversation = (a, b) =>
  a && b && a.handset === b.handset && a.provider === b.provider && (a.from ?? "") === (b.from ?? "");

function renderRefused(status) {
  const chosen = Boolean(view.chosen?.refused);
  if (view.refusedSeen === null || chosen || status.refused === 0) view.refusedSeen = status.refused;
  $("refused-row").hidden = status.refused === 0 && !chosen;
  $("refused-row").classList.toggle("new", status.refused !== view.refusedSeen);
  $("refused-count").textContent = status.refused.toLocaleString();
  if (chosen) $("refused").setAttribute("aria-current", "true");
  else $("refused").removeAttribute("aria-current");
}

function renderHandsets(answer, status) {
  if (view.baseline === null) {
    view.baseline = Math.max(0, ...answer.handsets.flatMap(each => each.conversations.map(one => one.number)));
  }
  if (!view.chosen && matchMedia("(min-width: 761px)").matches) {
    if (answer.handsets.length > 0) view.chosen = {handset: answer.handsets[0].handset};
    else if (status.refused > 0) view.chosen = {refused: true};
  }
  renderRefused(status);
  reconcile($("handset-list"), answer.handsets, each => each.handset, each => {
    const own = view.chosen && view.chosen.handset === each.handset;
    return JSON.stringify([each, own ? view.chosen : null, isNew(each)]);
  }, handsetRow);
  const rest = answer.total - answer.handsets.length;
  $("more-handsets").hidden = rest <= 0 || view.handsets >= MOST;
  $("more-handsets").textContent = "Show more of " + plural(rest, "handset");
}

const newest = each => Math.max(...each.conversations.map(one => one.number));

function isNew(each) {
  if (view.chosen && view.chosen.handset === each.handset) {
    view.seen.set(each.handset, newest(each));
    return false;
  }
  return newest(each) > (view.seen.get(each.handset) ?? view.baseline);
}

function handsetRow(each) {
  const whole = {handset: each.handset};
  return el("li", {class: "handset" + (isNew(each) ? " new" : "")},
    el("button", {
      type: "button", class: "whole", "data-key": each.handset, onclick: () => choose(whole),
      "aria-current": sameConversation(view.chosen, whole) ? "true" : null,
    }, el("span", {class: "number"}, each.handset),
      el("span", {class: "count", "aria-label": plural(each.count, "message") + (isNew(each) ? ", new ones" : "")}, String(each.count))),
    el("ul", {}, each.conversations.map(one => {
      const conversation = {handset: each.handset, provider: one.provider, from: one.from};
      return el("li", {}, el("button", {
        type: "button", "data-key": each.handset + "|" + one.provider + "|" + (one.from ?? ""),
        onclick: () => choose(conversation),
        "aria-current": sameConversation(view.chosen, conversation) ? "true" : null,
      }, el("span", {class: "line"}, el("bdi", {class: "sender"}, senderOf(one)), providerChip(one.provider), time(one.at, true)),
        el("span", {class: "preview"},
          one.state ? el("span", {class: "dot state s-" + one.state, role: "img", "aria-label": STATES[one.state]}) : el("span", {"aria-label": "written on the handset"}, "\u21a9"),
          el("bdi", {}, visible(one.preview)))));
    })));
}

function choose(conversation) {
  view.chosen = conversation;
  view.earlier = PAGE;
  view.message = null;
  view.messages = [];
  $("messages").replaceChildren();
  show("thread");
  refresh(true);
}

// --- the messages

function renderThread(answer) {
  const scroll = $("scroll");
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48 || view.messages.length === 0;
  const last = view.messages.at(-1)?.number;
  const height = scroll.scrollHeight;
  const first = view.messages[0]?.number;
  view.messages = answer.messages;
  $("earlier").hidden = !answer.more || view.earlier >= MOST;
  reconcile($("messages"), answer.messages, item => item.number,
    item => (item.revision ?? item.kind) + (item.number === view.message ? "+" : ""),
    item => item.kind === "refusal" ? refusalRow(item) : messageRow(item));
  if (first !== undefined && answer.messages.length > 0 && answer.messages[0].number < first) {
    scroll.scrollTop += scroll.scrollHeight - height;
  } else if (atEnd && answer.messages.at(-1)?.number !== last) {
    scroll.scrollTop = scroll.scrollHeight;
  }
}

function renderHeads(answer) {
  const chosen = view.chosen;
  const refused = Boolean(chosen?.refused);
  $("thread-title").textContent = refused ? "Refused submissions" : chosen ? chosen.handset : "No handset chosen";
  $("thread-sub").textContent = !chosen ? "" : refused ? "requests that brought no message, and what the provider said" : chosen.provider
    ? senderOf(chosen) + " \u00b7 " + nameOf(chosen.provider)
    : "all conversations of this handset";
  const nothing = answer.messages.length === 0;
  const filtered = Object.values(view.filter).some(value => value !== "");
  $("empty").hidden = !nothing;
  $("empty-title").textContent = filtered ? "Nothing found" : refused ? "Nothing was refused" : "No messages yet";
  $("empty-text").hidden = $("addresses").hidden = filtered || refused;
  const target = replyTarget();
  $("composer").hidden = !target;
  if (target) {
    const possible = mayReply(target);
    $("reply").disabled = $("reply-send").disabled = !possible;
    $("reply-label").textContent = possible
      ? "From " + target.handset + " to " + senderOf(target) + ", through " + nameOf(target.provider)
      : nameOf(target.provider) + " passes nothing on that handsets write";
  }
}

function messageRow(item) {
  const chosen = item.number === view.message;
  const own = item.kind === "reply";
  const line = own
    ? [el("span", {class: "sender"}, "Handset"), providerChip(item.provider), time(item.at)]
    : [el("bdi", {class: "sender"}, senderOf(item)), providerChip(item.provider), time(item.at)];
  const cut = item.length - item.text.length;
  return el("li", {class: (own ? "own" : "") + (chosen ? " chosen" : "")},
    el("article", {"aria-label": own ? "written on the handset" : "from " + senderOf(item)},
      el("div", {class: "line"}, line),
      el("div", {class: "bubble", dir: "auto", onclick: () => getSelection().isCollapsed && open(item.number)}, visible(item.text)),
      cut > 0 ? el("p", {class: "rest"}, cut.toLocaleString() + " more characters in the details") : null,
      el("button", {
        type: "button", class: "meta", "data-key": "message-" + item.number, "aria-expanded": String(chosen), "aria-controls": "details",
        onclick: () => open(item.number),
      }, own ? null : stateChip(item.state),
        own ? null : el("span", {}, plural(item.segments, "segment") + " \u00b7 " + item.encoding),
        el("span", {}, callsOf(item)))));
}

function refusalRow(item) {
  const chosen = item.number === view.message;
  return el("li", {class: "refusal" + (chosen ? " chosen" : "")},
    el("article", {"aria-label": "refused by " + nameOf(item.provider)},
      el("div", {class: "line"}, el("span", {class: "sender"}, "Refused"), providerChip(item.provider), time(item.at)),
      el("div", {class: "bubble", dir: "auto", onclick: () => getSelection().isCollapsed && open(item.number)},
        visible(item.why) || "(nothing)"),
      el("button", {
        type: "button", class: "meta", "data-key": "message-" + item.number, "aria-expanded": String(chosen), "aria-controls": "details",
        onclick: () => open(item.number),
      }, refusedChip(item.status), el("span", {class: "mono"}, visible(item.method + " " + item.url)))));
}

const refusedChip = status => el("span", {class: "state no"}, String(status ?? "no reply"));

/** The webhook calls in short: how many, the last answer, and whether one is still under way. */
function callsOf(item) {
  const {calls, status, failure, underWay} = item.receipts;
  const what = item.kind === "reply" ? (calls === 0 ? "kept, nobody called" : "webhook") : calls === 0 ? "no receipt" : calls === 1 ? "receipt" : calls + " receipts";
  const answer = status ?? failure;
  return what + (answer === null ? "" : " \u2192 " + answer) + (underWay > 0 ? " \u2026" : "");
}

// --- the details

async function open(number) {
  view.message = number;
  show("details");
  await refresh(true);
  $("details-scroll").scrollTop = 0;
}

function close() {
  const key = "message-" + view.message;
  view.message = null;
  view.item = null;
  show("thread");
  refresh(true).then(() => [...document.querySelectorAll("[data-key]")].find(node => node.dataset.key === key)?.focus());
}

function renderDetails(item) {
  const hidden = item === null;
  $("details").hidden = hidden;
  view.item = item;
  if (hidden) {
    if (document.body.dataset.pane === "details") show("thread");
    $("facts").replaceChildren();
    return;
  }
  const own = item.kind !== "message";
  $("details-title").textContent = item.kind === "refusal" ? "Refused submission " + item.number
    : own ? "Written on the handset" : "Message " + item.number;
  $("actions").hidden = own;
  for (const button of $("actions").children) {
    button.setAttribute("aria-disabled", String(!own && !mayAct(item, button.dataset.action)));
  }
  const version = item.kind + item.number + ":" + item.revision;
  if ($("facts").dataset.version === version && $("facts").childElementCount > 0) {
    return;
  }
  const opened = new Set([...$("facts").querySelectorAll("details[open]")].map(each => each.dataset.key));
  const focused = $("facts").contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : null;
  const same = $("facts").dataset.version?.split(":")[0] === item.kind + item.number;
  $("facts").replaceChildren(...(item.kind === "refusal" ? refusalFacts(item) : facts(item)));
  $("facts").dataset.version = version;
  if (same) {
    for (const each of $("facts").querySelectorAll("details")) {
      each.open = opened.has(each.dataset.key);
      if (each.dataset.key === focused) each.querySelector("summary").focus({preventScroll: true});
    }
  }
}

function mayAct(item, action) {
  return !item.final || action === "twice" || action === "late";
}

function facts(item) {
  const own = item.kind === "reply";
  const pairs = [
    ["Handset", item.handset], ["Sender ID", senderOf(item)], ["Provider", nameOf(item.provider)],
    ["Message id", own ? item.inReplyTo && "answers " + item.inReplyTo : el("span", {class: "mono"}, visible(item.messageId))],
    ["Segments", own ? null : item.segments + " \u00b7 " + item.encoding + " \u00b7 " + plural(item.length, "character")],
    ["Price", own ? null : String(item.price)],
    ["Code", item.verifyCode && visible(item.verifyCode)], ["UDH", item.udh && visible(item.udh)],
    ["Due", item.dueAt && item.dueAt !== item.at ? time(item.dueAt) : null],
  ].filter(([, value]) => value);
  const parts = [el("dl", {class: "pairs"}, pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))];
  if (item.history) {
    parts.push(el("h3", {}, "State over time"), el("ol", {class: "history"}, item.history.map(step =>
      el("li", {}, STATES[step.state] || step.state, step.note ? el("span", {class: "none"}, step.note) : null, time(step.at)))));
  }
  parts.push(el("h3", {}, own ? "Webhook" : "Receipts"));
  if (item.callbacks.length === 0) {
    parts.push(el("p", {class: "none"}, own ? "Nobody was called: the provider keeps it for an application that asks." : item.final ? "None was sent." : "None yet."));
  }
  item.callbacks.forEach((call, i) => parts.push(callbackFact(call, "call-" + i)));
  if (item.request) {
    parts.push(el("h3", {}, "Request and reply"));
    parts.push(httpFact("request", item.request.method + " " + item.request.url, null, item.request.headers, item.request.body));
    if (item.reply) {
      parts.push(httpFact("reply", "Reply", item.reply.status, item.reply.headers, item.reply.body));
    }
  }
  parts.push(el("h3", {}, "Text"), el("pre", {dir: "auto", tabindex: "0", "aria-label": "Text"}, visible(item.text)));
  return parts;
}

function refusalFacts(item) {
  const pairs = [["Provider", nameOf(item.provider)], ["Time", time(item.at)], ["Status", refusedChip(item.status)]];
  const parts = [
    el("dl", {class: "pairs"}, pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("h3", {}, "Request and reply"),
    httpFact("request", item.request.method + " " + item.request.url, null, item.request.headers, item.request.body),
  ];
  if (item.reply) {
    parts.push(httpFact("reply", "Reply", null, item.reply.headers, item.reply.body));
  }
  parts.filter(each => each.tagName === "DETAILS").forEach(each => { each.open = true; });
  return parts;
}

const statusChip = status =>
  el("span", {class: "state " + (typeof status === "number" && status < 400 ? "ok" : "no")}, String(status));

function httpFact(key, title, status, headers, body) {
  return el("details", {"data-key": key},
    el("summary", {}, el("span", {class: "what mono"}, visible(title)), status === null ? null : statusChip(status)),
    el("pre", {tabindex: "0"}, Object.entries(headers).map(([name, value]) => visible(name + ": " + value)).join("\n") + "\n\n" + visible(body)));
}

function callbackFact(call, key) {
  const last = call.attempts.at(-1);
  const kind = call.kind === "RECEIPT" ? STATES[call.state] : call.kind === "REPLY" ? "Reply" : "Forged receipt";
  const head = Object.entries(call.headers).map(([name, value]) => visible(name + ": " + value)).join("\n");
  const attempts = call.attempts.map(each =>
    "#" + each.number + "  " + each.at + "  " + (each.status ?? each.failure) + (each.body ? "\n" + visible(each.body) : "")).join("\n");
  return el("details", {"data-key": key},
    el("summary", {}, el("span", {class: "what"}, kind),
      last ? statusChip(last.status ?? last.failure) : el("span", {class: "state"}, "under way")),
    el("pre", {tabindex: "0"}, visible(call.method + " " + call.url) + "\n" + head + (call.body ? "\n\n" + visible(call.body) : "")),
    el("pre", {tabindex: "0"}, (attempts || "No answer yet") + (call.over ? "" : "\n\u2026")));
}

// --- what the reader does

async function attempt(action) {
  try {
    const answer = await action();
    await refresh(true);
    return answer;
  } catch (failure) {
    toast(failure.message);
    return null;
  }
}

async function act(action) {
  if (!view.item || view.item.kind !== "message" || !mayAct(view.item, action)) {
    return;
  }
  const answer = await attempt(() => api("messages/" + view.message + "/" + action, "POST", {}));
  if (answer && answer.calls === 0 && action !== "lose") {
    toast("Done. No receipt goes out: " + nameOf(answer.message.provider) + " has none for this, or nobody named a webhook.");
  }
}

/** The chosen message, else the newest of the thread that can be answered, else the newest. */
function replyTarget() {
  return view.chosen?.refused ? undefined
    : view.messages.find(item => item.number === view.message) || view.messages.findLast(mayReply) || view.messages.at(-1);
}

const mayReply = item => view.replies.has(item.provider);

/** Says so where a provider calls nobody about what a handset wrote. */
function tellKept(answer, provider) {
  if (answer.calls === 0) {
    toast("Kept by " + nameOf(provider) + " for an application that asks; nobody is called, since no webhook for replies is known.");
  }
}

$("composer").addEventListener("submit", async event => {
  event.preventDefault();
  const target = replyTarget();
  const text = $("reply").value;
  if (target && mayReply(target) && text !== "") {
    const answer = await attempt(() => api("messages/" + target.number + "/reply", "POST", {text}));
    if (answer) {
      $("reply").value = "";
      tellKept(answer, target.provider);
    }
    $("reply").focus();
  }
});

$("reply").addEventListener("keydown", event => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
});

function write() {
  $("write-error").hidden = true;
  $("write-dialog").showModal();
}
$("write").addEventListener("click", write);
$("write-cancel").addEventListener("click", () => $("write-dialog").close());
$("write-form").addEventListener("submit", async event => {
  event.preventDefault();
  const provider = $("write-provider").value;
  try {
    const answer = await api("handsets/" + encodeURIComponent($("write-handset").value) + "/messages", "POST",
      {provider, text: $("write-text").value});
    $("write-dialog").close();
    $("write-text").value = "";
    choose({handset: answer.message.handset});
    tellKept(answer, provider);
  } catch (failure) {
    $("write-error").textContent = failure.message;
    $("write-error").hidden = false;
  }
});
$("refused").addEventListener("click", () => choose({refused: true}));

$("actions").addEventListener("click", event => {
  const button = event.target.closest("[data-action]");
  if (button) act(button.dataset.action);
});
document.querySelectorAll("[data-back]").forEach(button => button.addEventListener("click", () => {
  if (button.dataset.back === "thread") close();
  else show("list");
}));
$("close").addEventListener("click", close);
$("help").addEventListener("click", () => $("help-dialog").showModal());
$("clear").addEventListener("click", () => $("clear-dialog").showModal());
$("clear-dialog").addEventListener("close", () => {
  if ($("clear-dialog").returnValue === "yes") {
    view.chosen = view.message = null;
    show("list");
    attempt(() => api("messages", "DELETE"));
  }
  $("clear-dialog").returnValue = "";
});
$("more-handsets").addEventListener("click", () => {
  view.handsets = Math.min(MOST, view.handsets + PAGE);
  refresh(true);
});
$("earlier").addEventListener("click", () => {
  view.earlier = Math.min(MOST, view.earlier + PAGE);
  refresh(true);
});

function filter() {
  view.filter = {q: $("search").value, provider: $("provider").value, state: $("state").value};
  view.chosen = view.chosen?.refused ? view.chosen : null;
  view.message = null;
  view.messages = [];
  view.handsets = view.earlier = PAGE;
  refresh(true);
}
$("search").addEventListener("input", filter);
$("provider").addEventListener("change", filter);
$("state").addEventListener("change", filter);
$("filters").addEventListener("submit", event => event.preventDefault());

const KEYS = {d: "deliver", f: "fail", x: "expire", l: "lose", t: "twice", w: "late"};
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) {
    return;
  }
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    if (typing) typing.blur();
    else if (view.message !== null) close();
  } else if (!typing && keys(event.key)) {
    event.preventDefault();
  }
});

function keys(key) {
  if (key in KEYS && view.item) act(KEYS[key]);
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "r" && replyTarget()) {
    show("thread");
    $("reply").focus();
  } else if (key === "n" && view.replies.size > 0) write();
  else if (key === "/") {
    show("list");
    $("search").focus();
  } else if (key === "?") $("help-dialog").showModal();
  else return false;
  return true;
}

async function step(by) {
  await latest; // a key that comes before the answer to a search counts for what the answer shows
  if (view.messages.length === 0) {
    return;
  }
  const at = view.messages.findIndex(item => item.number === view.message);
  const to = at < 0 ? view.messages.length - 1 : Math.min(view.messages.length - 1, Math.max(0, at + by));
  const number = view.messages[to].number;
  await open(number);
  const meta = document.querySelector('[data-key="message-' + number + '"]');
  meta?.focus({preventScroll: true});
  meta?.closest("li").scrollIntoView({block: "nearest"});
}

// --- staying up to date

let turn = 0;
let latest = Promise.resolve();

function refresh(anyway) {
  latest = load(anyway);
  return latest;
}

/** Asks for what is on the screen and shows it; an answer that a later question overtook is dropped. */
async function load(anyway) {
  const mine = ++turn;
  try {
    const status = await api("status");
    document.body.classList.remove("offline");
    if (!anyway && status.revision === view.revision) {
      return;
    }
    const handsets = await api("handsets" + query({...view.filter, limit: view.handsets}));
    if (mine !== turn) return;
    renderStatus(status);
    renderHandsets(handsets, status);
    const [thread, item] = await Promise.all([
      view.chosen ? threadOf(view.chosen) : {messages: [], more: false},
      view.message === null ? null
        : api((view.chosen?.refused ? "refusals/" : "messages/") + view.message).catch(() => null),
    ]);
    if (mine !== turn) return;
    if (item === null) view.message = null;
    renderThread(thread);
    renderHeads(thread);
    renderDetails(item);
    view.revision = status.revision;
  } catch (failure) {
    if (failure instanceof TypeError) {
      $("ring").textContent = "The simulator does not answer";
    } else {
      toast(failure.message);
    }
    view.revision = -1;
  }
}

async function threadOf(chosen) {
  if (chosen.refused) {
    const {q, provider} = view.filter;
    const {refusals, more} = await api("refusals" + query({q, provider, limit: view.earlier}));
    return {messages: refusals, more};
  }
  const conversation = chosen.provider
    ? {handset: chosen.handset, provider: chosen.provider, from: chosen.from ?? ""}
    : {handset: chosen.handset};
  return api("messages" + query({...view.filter, ...conversation, limit: view.earlier}));
}

function renderStatus(status) {
  $("ring").textContent = plural(status.kept, "message")
    + (status.forgotten > 0 ? ", " + status.forgotten.toLocaleString() + " older ones forgotten" : "");
  document.title = status.kept > 0 ? "SMS inbox (" + status.kept.toLocaleString() + ")" : "SMS inbox";
  if ($("provider").options.length === 1) {
    const open = status.providers.filter(each => each.replies);
    view.replies = new Set(open.map(each => each.id));
    $("write-provider").append(...open.map(each => new Option(nameOf(each.id), each.id)));
    $("write").hidden = open.length === 0;
    status.providers.forEach(each => $("provider").append(new Option(nameOf(each.id), each.id)));
    $("addresses").append(...status.providers.flatMap(each =>
      [el("dt", {}, nameOf(each.id)), el("dd", {}, location.origin + each.basePath)]));
  }
}

async function poll() {
  await refresh(false);
  setTimeout(poll, document.hidden ? POLL_HIDDEN : POLL);
}
document.addEventListener("visibilitychange", () => document.hidden || refresh(false));
poll();
