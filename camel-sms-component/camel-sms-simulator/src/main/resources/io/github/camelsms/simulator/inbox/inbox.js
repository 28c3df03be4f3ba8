// The inbox page. All that it shows comes from the JSON API beside it; all text becomes text nodes, never HTML.
"use strict";

const API = "api/";
const POLL = 1000;
const POLL_HIDDEN = 5000;
const PAGE = 100;
const MOST = 500;
const BUSY = 5000;       // milliseconds for which a list that is being used keeps its order, and between announcements
// Pixels, as in inbox.css: rows of these heights are placed without asking the browser, so that none moves another.
const HEIGHTS = {handset: 43, conversation: 54, code: 108};
const NAMES = {"2fa-link": "2FA.link", "2chat": "2Chat", transmitsms: "Transmit SMS", telesign: "TeleSign"};
const STATES = {
  ACCEPTED: "Accepted", SENT: "Sent", DELIVERED: "Delivered", UNDELIVERED: "Undelivered", REJECTED: "Rejected",
  EXPIRED: "Expired", UNKNOWN: "Unknown", CANCELLED: "Cancelled",
};

const FIELDS = {
  to: "handset", from: "sender ID", text: "text", status: "state", provider: "provider", tag: "tag",
  before: "day or time", after: "day or time",
};

const $ = id => document.getElementById(id);
const view = {
  revision: -1,
  filter: {q: "", provider: "", state: "", tag: ""},
  chosen: null,          // {handset}, {handset, provider, from}, {refused} or {codes}
  message: null,         // number of the message, or of the refusal, in the details
  messages: [],
  item: null,            // the message in the details, whole
  handsets: PAGE,
  rows: [],              // handsets as the list shows them
  known: [],             // the same without a search, for its completions
  found: 0,              // how many handsets there are for the search
  earlier: PAGE,
  until: null,           // while older messages are being read: the number before which they are
  seen: new Map(),       // handset to the number of the last message that was looked at
  baseline: null,
  refusedSeen: null,     // how many refusals there were when they were looked at
  replies: new Set(),    // providers through which handsets can write
  providers: [],
  tags: [],
  total: null,           // how many messages there were when that was last said
  said: -BUSY,           // when
  used: -BUSY,           // when the pointer or a key was last used in the list of handsets
};
const narrow = matchMedia("(max-width: 760px)");

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
    throw Object.assign(new Error(answer.error || "HTTP " + response.status), {status: response.status});
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

/** Puts rows of known heights one below the other. They move by transform, so that the others stay where they are. */
function place(list, heights) {
  let top = 0;
  [...list.children].forEach((row, i) => {
    row.style.transform = "translateY(" + top + "px)";
    top += heights[i];
  });
  list.style.height = top + "px";
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

const isFiltered = () => Object.values(view.filter).some(value => value !== "");
const nameOf = provider => NAMES[provider] || provider;
const senderOf = item => item.from === null ? "(default sender)" : visible(item.from);
const providerChip = provider => el("span", {class: "provider"}, nameOf(provider));
const stateChip = state => el("span", {class: "state s-" + state}, STATES[state] || state);
const tagChip = name => el("span", {class: "tag"}, visible(name));
const unseen = text => el("span", {class: "unseen"}, text);
const copyButton = (text, what) => el("button", {
  type: "button", class: "copy", "aria-label": "Copy " + what, "data-key": "copy " + what, onclick: () => copy(text, what),
}, "Copy");
const plural = (count, noun) => count.toLocaleString() + " " + noun + (count === 1 ? "" : "s");

let toastTimer;
function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").classList.remove("shown"), 6000);
}

/** For screen readers alone. */
function say(text) {
  $("live").textContent = text;
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a page that came neither from this machine nor by HTTPS has no clipboard
    const focused = document.activeElement;
    const area = el("textarea", {class: "unseen"});
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    focused.focus({preventScroll: true});
  }
  toast("Copied " + what);
}

function show(pane) {
  document.body.dataset.pane = pane;
}

// --- the handsets

const sameConversation = (a, b) =>
  a && b && a.handset === b.handset && a.provider === b.provider && (a.from ?? "") === (b.from ?? "");

function renderViews(status) {
  const chosen = Boolean(view.chosen?.refused);
  if (view.refusedSeen === null || chosen || status.refused === 0) view.refusedSeen = status.refused;
  $("refused").classList.toggle("new", status.refused !== view.refusedSeen);
  $("refused").classList.toggle("some", status.refused > 0);
  $("refused-count").textContent = status.refused.toLocaleString();
  for (const name of ["codes", "refused"]) {
    if (view.chosen?.[name]) $(name).setAttribute("aria-current", "true");
    else $(name).removeAttribute("aria-current");
  }
}

const isUsed = () => performance.now() - view.used < BUSY;

/** The handsets in the order of the answer, or while the list is being used as it stands, with what is new below. */
function inOrder(handsets) {
  if (!isUsed()) {
    return handsets;
  }
  const fresh = new Map(handsets.map(each => [each.handset, each]));
  const shown = view.rows.map(each => fresh.get(each.handset) ?? each);
  shown.forEach(each => fresh.delete(each.handset));
  return [...shown, ...fresh.values()];
}

function renderHandsets(answer, status) {
  if (view.baseline === null) {
    view.baseline = Math.max(0, ...answer.handsets.flatMap(each => each.conversations.map(one => one.number)));
  }
  if (!view.chosen && !narrow.matches) {
    if (answer.handsets.length > 0) view.chosen = {handset: answer.handsets[0].handset};
    else if (status.refused > 0) view.chosen = {refused: true};
  }
  renderViews(status);
  view.found = answer.total;
  if (!isFiltered()) view.known = answer.handsets;
  view.rows = inOrder(answer.handsets);
  reconcile($("handset-list"), view.rows, each => each.handset, each => {
    const own = view.chosen && view.chosen.handset === each.handset;
    return JSON.stringify([each, own ? view.chosen : null, isNew(each)]);
  }, handsetRow);
  place($("handset-list"), view.rows.map(each => HEIGHTS.handset + each.conversations.length * HEIGHTS.conversation));
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
      each.optedOut?.length > 0 ? el("span", {class: "mark"}, "opted out") : null,
      el("span", {class: "count"}, String(each.count), unseen(each.count === 1 ? " message" : " messages"), isNew(each) ? unseen(", new ones") : null)),
    el("ul", {}, each.conversations.map(one => {
      const conversation = {handset: each.handset, provider: one.provider, from: one.from};
      return el("li", {}, el("button", {
        type: "button", "data-key": each.handset + "|" + one.provider + "|" + (one.from ?? ""),
        onclick: () => choose(conversation),
        "aria-current": sameConversation(view.chosen, conversation) ? "true" : null,
      }, el("span", {class: "line"}, el("bdi", {class: "sender"}, senderOf(one)), providerChip(one.provider), time(one.at, true)),
        el("span", {class: "preview"},
          one.state ? el("span", {class: "dot state s-" + one.state, role: "img", "aria-label": STATES[one.state]}) : el("span", {role: "img", "aria-label": "written on the handset"}, "\u21a9"),
          el("bdi", {}, visible(one.preview)))));
    })));
}

async function choose(conversation) {
  view.chosen = conversation;
  view.message = null;
  const shown = begin();
  renderTitle(view.rows);
  show("thread");
  await shown;
  if (narrow.matches) $("thread-title").focus();
}

/** Begins anew at the end of what is chosen. */
function begin() {
  view.earlier = PAGE;
  view.until = null;
  view.messages = [];
  $("messages").replaceChildren();
  $("messages").style.height = "";
  return refresh(true);
}

for (const event of ["pointermove", "wheel", "keydown"]) {
  $("handset-list").addEventListener(event, () => { view.used = performance.now(); }, {passive: true});
}

// --- the messages

const atEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 48;

function renderThread(answer) {
  const scroll = $("scroll");
  const codes = Boolean(view.chosen?.codes);
  const follows = !codes && (view.messages.length === 0 || atEnd());
  const last = view.messages.at(-1)?.number;
  const reading = follows ? null : [...$("messages").children].find(row => row.offsetTop + row.offsetHeight > scroll.scrollTop);
  const top = reading?.offsetTop;
  view.messages = follows ? goingOn(answer) : answer.messages;
  $("earlier").hidden = !answer.more || codes;
  $("messages").className = codes ? "codes" : "";
  reconcile($("messages"), view.messages, item => item.number,
    item => (item.revision ?? item.kind) + (item.number === view.message ? "+" : ""),
    item => ({refusal: refusalRow, code: codeRow})[item.kind]?.(item) ?? messageRow(item));
  if (codes) place($("messages"), view.messages.map(() => HEIGHTS.code));
  const stays = !codes && reading && [...$("messages").children].find(row => row.dataset.item === reading.dataset.item);
  if (stays) {
    scroll.scrollTop += stays.offsetTop - top;
  } else if (follows && view.messages.at(-1)?.number !== last) {
    scroll.scrollTop = scroll.scrollHeight;
  }
}

/** The answer, and above it what it pushed out: {@link trim} takes that away when it is not on the screen any more. */
function goingOn(answer) {
  const first = answer.messages[0]?.number;
  return answer.more && view.messages.some(item => item.number === first)
    ? [...view.messages.filter(item => item.number < first), ...answer.messages].slice(-MOST)
    : answer.messages;
}

function trim() {
  const surplus = view.messages.length - view.earlier;
  if (surplus > 0 && view.until === null && !view.chosen?.codes && atEnd()) {
    [...$("messages").children].slice(0, surplus).forEach(row => row.remove());
    view.messages.splice(0, surplus);
  }
}

/** Whether what is being read would go, because so much came since. */
const pushesOut = answer => view.until === null && view.messages.length > 0 && !view.chosen.codes && !atEnd()
  && answer.more && answer.messages[0].number > view.messages[0].number;

/** Whether there are later messages than those that are shown, as far as the list of handsets says. */
function isBehind(handsets) {
  const conversations = handsets.find(each => each.handset === view.chosen?.handset)?.conversations ?? [];
  const own = conversations.filter(each => !view.chosen.provider || sameConversation({...each, handset: view.chosen.handset}, view.chosen));
  return view.until !== null && (own.length === 0 || own.some(each => each.number >= view.until));
}

function renderTitle(handsets) {
  const chosen = view.chosen;
  const named = chosen?.refused ? ["Refused submissions", "requests that brought no message, and what the provider said"]
    : chosen?.codes ? ["Codes", "the newest of each handset"]
      : !chosen ? ["No handset chosen", ""]
        : [chosen.handset, chosen.provider ? senderOf(chosen) + " \u00b7 " + nameOf(chosen.provider) : "all conversations of this handset"];
  $("thread-title").textContent = named[0];
  $("thread-sub").textContent = named[1];
  const optedOut = handsets.find(each => each.handset === chosen?.handset)?.optedOut ?? [];
  $("opted-out").hidden = optedOut.length === 0;
  $("opted-out").textContent = "Opted out: " + optedOut.map(nameOf).join(", ");
  $("copy-number").hidden = !chosen?.handset;
}

function renderHeads(handsets) {
  const chosen = view.chosen;
  renderTitle(handsets);
  $("newest").hidden = !isBehind(handsets);
  const filtered = isFiltered();
  $("empty").hidden = view.messages.length > 0;
  $("empty-title").textContent = filtered ? "Nothing found" : chosen?.refused ? "Nothing was refused" : chosen?.codes ? "No codes yet" : "No messages yet";
  $("empty-text").hidden = $("addresses").hidden = filtered || Boolean(chosen && !chosen.handset);
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
      }, item.tags.map(tagChip), own ? null : stateChip(item.state),
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

function codeRow(item) {
  const chosen = item.number === view.message;
  return el("li", {class: chosen ? "chosen" : null},
    el("article", {"aria-label": "code for " + item.handset},
      el("div", {class: "line"}, el("span", {class: "number"}, item.handset), el("bdi", {class: "sender"}, senderOf(item)), providerChip(item.provider), time(item.at)),
      el("div", {class: "line"}, el("strong", {class: "big"}, visible(item.code)), copyButton(item.code, "the code " + visible(item.code) + " for " + item.handset)),
      el("button", {
        type: "button", class: "meta", "data-key": "message-" + item.number, "aria-expanded": String(chosen), "aria-controls": "details",
        onclick: () => open(item.number),
      }, "Message " + item.number)));
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
  if (narrow.matches) $("details-title").focus();
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
  renderTags(item);
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
  const focused = $("facts").contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : undefined;
  const same = $("facts").dataset.version?.split(":")[0] === item.kind + item.number;
  $("facts").replaceChildren(...(item.kind === "refusal" ? refusalFacts(item) : facts(item)));
  $("facts").dataset.version = version;
  if (same) {
    $("facts").querySelectorAll("details").forEach(each => { each.open = opened.has(each.dataset.key); });
    const again = focused && [...$("facts").querySelectorAll("[data-key]")].find(each => each.dataset.key === focused);
    if (again) (again.querySelector("summary") ?? again).focus({preventScroll: true});
  }
}

function renderTags(item) {
  $("tags").hidden = item.kind === "refusal";
  reconcile($("tag-list"), item.tags ?? [], name => name, () => "", name => el("li", {class: "tag"},
    el("button", {type: "button", "data-key": "tag " + name, title: "Search for it", onclick: () => searchTag(name)}, visible(name)),
    el("button", {type: "button", "aria-label": "Remove the tag " + visible(name), onclick: () => tag("untag", name)}, "\u2715")));
}

async function tag(action, name) {
  await attempt(() => api("messages/" + view.message + "/" + action, "POST", {tag: name}));
  $("tag-name").focus();
}

function searchTag(name) {
  $("search").value = 'tag:"' + name + '"';
  show("list");
  filter();
}

function mayAct(item, action) {
  return !item.final || action === "twice" || action === "late";
}

function facts(item) {
  const own = item.kind === "reply";
  const code = item.verifyCode ?? item.code;
  const pairs = [
    ["Handset", [item.handset, copyButton(item.handset, "the number")]], ["Sender ID", senderOf(item)], ["Provider", nameOf(item.provider)],
    ["Message id", own ? item.inReplyTo && "answers " + item.inReplyTo
      : [el("span", {class: "mono"}, visible(item.messageId)), copyButton(item.messageId, "the message id")]],
    ["Segments", own ? null : item.segments + " \u00b7 " + item.encoding + " \u00b7 " + plural(item.length, "character")],
    ["Price", own ? null : String(item.price)],
    ["Code", code && [visible(code), copyButton(code, "the code")]], ["UDH", item.udh && visible(item.udh)],
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
  parts.push(el("div", {class: "titled"}, el("h3", {}, "Text"), copyButton(item.text, "the text")), el("pre", {dir: "auto", tabindex: "0", "aria-label": "Text"}, visible(item.text)));
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
  return view.chosen?.refused || view.chosen?.codes ? undefined
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
$("codes").addEventListener("click", () => choose({codes: true}));
$("copy-number").addEventListener("click", () => copy(view.chosen.handset, "the number"));
$("newest").addEventListener("click", async () => {
  await begin();
  $("messages").focus({preventScroll: true});
});
$("tag-form").addEventListener("submit", event => {
  event.preventDefault();
  tag("tag", $("tag-name").value);
  $("tag-name").value = "";
});

$("actions").addEventListener("click", event => {
  const button = event.target.closest("[data-action]");
  if (button) act(button.dataset.action);
});
document.querySelectorAll("[data-back]").forEach(button => button.addEventListener("click", () => {
  if (button.dataset.back === "thread") close();
  else {
    show("list");
    document.querySelector("#handsets [aria-current]")?.focus();
  }
}));
$("close").addEventListener("click", close);
$("help").addEventListener("click", () => $("help-dialog").showModal());
$("clear").addEventListener("click", () => $("clear-dialog").showModal());
$("clear-dialog").addEventListener("close", () => {
  if ($("clear-dialog").returnValue === "yes") {
    view.chosen = view.message = view.until = null;
    view.rows = [];
    show("list");
    attempt(() => api("messages", "DELETE"));
  }
  $("clear-dialog").returnValue = "";
});
$("more-handsets").addEventListener("click", () => {
  view.handsets = Math.min(MOST, view.handsets + PAGE);
  refresh(true);
});
/** At the most, each further page of earlier messages takes the place of as many later ones. */
$("earlier").addEventListener("click", () => {
  if (view.earlier < MOST) view.earlier = Math.min(MOST, view.earlier + PAGE);
  else view.until = view.messages.at(-PAGE).number;
  refresh(true);
});

const UNFINISHED = new RegExp("(^|\\s)(" + Object.keys(FIELDS).join("|") + '):"?$');

async function filter() {
  const written = $("search").value;
  view.filter = {q: written.replace(UNFINISHED, ""), provider: $("provider").value, state: $("state").value, tag: $("tag").value};
  view.chosen = view.chosen?.handset ? null : view.chosen;
  view.message = view.until = null;
  view.messages = [];
  view.rows = [];
  view.handsets = view.earlier = PAGE;
  complete(written);
  await refresh(true);
  say(plural(view.found, "handset") + " found");
}

/** Offers what the last word of a search may go on as; each offer is the whole search. */
function complete(written) {
  const [, before, word] = /^((?:.*?\s)??)([a-z]+:"[^"]*|\S*)$/.exec(written) ?? [null, written, ""];
  const field = word.split(":", 1)[0];
  const offers = word.includes(":") ? valuesOf(field).map(value => [field + ":" + (/\s/.test(value) ? '"' + value + '"' : value), ""])
    : Object.entries(FIELDS).map(([name, label]) => [name + ":", label]);
  $("completions").replaceChildren(...offers
    .filter(([offer]) => offer.replaceAll('"', "").toLowerCase().startsWith(word.replaceAll('"', "").toLowerCase()))
    .slice(0, 50)
    .map(([offer, label]) => el("option", {value: before + offer, label: label || null})));
}

function valuesOf(field) {
  const distinct = values => [...new Set(values)].filter(value => value !== null);
  switch (field) {
    case "to": return view.known.map(each => each.handset);
    case "from": return distinct(view.known.flatMap(each => each.conversations.map(one => one.from)));
    case "status": return Object.keys(STATES).map(state => state.toLowerCase());
    case "provider": return view.providers;
    case "tag": return view.tags;
    case "before": case "after": return [0, 1, 7].map(days => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));
    default: return [];
  }
}

$("search").addEventListener("input", filter);
$("search").addEventListener("focus", () => complete($("search").value));
for (const name of ["provider", "state", "tag"]) $(name).addEventListener("change", filter);
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
  else if (key === "c") choose({codes: true});
  else if (key === "#" && view.item && !$("tags").hidden) $("tag-name").focus();
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
  let mine = anyway ? ++turn : null; // at once: what is under way would choose among what is no longer wanted
  let status;
  try {
    status = await api("status");
    document.body.classList.remove("offline");
    sayWhatCame(status);
    if (anyway ? mine !== turn : status.revision === view.revision) {
      return;
    }
    mine ??= ++turn;
    trim();
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
    renderHeads(view.rows);
    renderDetails(item);
    view.revision = isUsed() ? -1 : status.revision;
    valid(null);
  } catch (failure) {
    if (failure.status === 400) {
      if (mine === turn) valid(failure.message);
      view.revision = status.revision;
      return;
    }
    if (failure instanceof TypeError) {
      $("ring").textContent = "The simulator does not answer";
    } else {
      toast(failure.message);
    }
    view.revision = -1;
  }
}

/** Says what is wrong with the search, and takes that back. */
function valid(wrong) {
  if (wrong !== null) {
    toast(wrong);
    $("search").setAttribute("aria-invalid", "true");
  } else if ($("search").hasAttribute("aria-invalid")) {
    $("toast").classList.remove("shown");
    $("search").removeAttribute("aria-invalid");
  }
}

function sayWhatCame(status) {
  const came = status.total - (view.total ?? status.total);
  if (came > 0 && performance.now() - view.said > BUSY) {
    say(plural(came, "new message"));
    view.said = performance.now();
    view.total = status.total;
  }
  view.total ??= status.total;
}

async function threadOf(chosen) {
  if (chosen.codes) {
    const {codes, more} = await api("codes" + query({...view.filter, limit: MOST}));
    return {messages: codes, more};
  }
  const answer = await page(chosen);
  if (!pushesOut(answer)) {
    return answer;
  }
  view.until = view.messages.at(-1).number + 1;
  view.earlier = Math.max(view.earlier, view.messages.length);
  return page(chosen);
}

async function page(chosen) {
  const wanted = {before: view.until, limit: view.earlier};
  if (chosen.refused) {
    const {q, provider} = view.filter;
    const {refusals, more} = await api("refusals" + query({q, provider, ...wanted}));
    return {messages: refusals, more};
  }
  const conversation = chosen.provider
    ? {handset: chosen.handset, provider: chosen.provider, from: chosen.from ?? ""}
    : {handset: chosen.handset};
  return api("messages" + query({...view.filter, ...conversation, ...wanted}));
}

function renderStatus(status) {
  $("ring").textContent = plural(status.kept, "message")
    + (status.forgotten > 0 ? ", " + status.forgotten.toLocaleString() + " older ones forgotten" : "");
  document.title = status.kept > 0 ? "SMS inbox (" + status.kept.toLocaleString() + ")" : "SMS inbox";
  if (view.tags.join("\n") !== status.tags.join("\n")) {
    view.tags = status.tags;
    const chosen = $("tag").value;
    $("tag").replaceChildren(new Option("Any tag", ""), ...status.tags.map(name => new Option(visible(name), name, false, name === chosen)));
    $("known-tags").replaceChildren(...status.tags.map(name => el("option", {value: name})));
  }
  if ($("provider").options.length === 1) {
    view.providers = status.providers.map(each => each.id);
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
