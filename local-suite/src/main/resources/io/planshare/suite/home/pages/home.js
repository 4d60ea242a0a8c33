"use strict";

const POLL_MILLISECONDS = 2000;
const ABOUT = {
  "enrollment-service": "Devices, subscriptions, and who pays for what on a device",
  "quota-service": "What was used, by whom and on whose account",
  "charging-service": "Every unit in one ledger; charging sessions of the network",
  "sim-allocation-service": "SIM cards and their states",
  "theft-detection-service": "Restrictions on lost devices; the equipment register",
};

const byId = (id) => document.getElementById(id);

/** An element with text or children; text is never taken for HTML. */
function element(name, classes, ...content) {
  const node = document.createElement(name);
  if (classes) node.className = classes;
  node.append(...content.filter((part) => part !== null));
  return node;
}

function volume(octets) {
  const units = [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]];
  for (const [unit, size] of units) {
    if (Math.abs(octets) >= size) {
      const value = octets / size;
      return `${Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2))} ${unit}`;
    }
  }
  return `${octets} B`;
}

/** OEM_TELEMATICS as a person writes it. */
const words = (code) => code.toLowerCase().replaceAll("_", " ").replace("oem", "OEM");

function showServices(services) {
  const ready = services.filter((service) => service.status === "UP").length;
  const overall = byId("overall");
  overall.textContent = ready === services.length ? "All services are well" : `${ready} of ${services.length} services are ready`;
  overall.className = `pill ${ready === services.length ? "good" : services.some((each) => each.status === "DOWN") ? "bad" : ""}`;
  byId("services").replaceChildren(...services.map(({ name, url, status }) => {
    const link = element("a", status,
      element("span", "name", element("span", "dot"), name),
      element("p", "", ABOUT[name] ?? ABOUT[name.replace(/-\d+$/, "")] ?? ""),
      element("span", "link", status === "UP" ? "Try its API" : status === "STARTING" ? "Not ready yet" : "Does not answer"));
    link.href = `${url}/swagger-ui.html`;
    return element("li", "", link);
  }));
}

function segment(kind, part, whole) {
  const bar = element("i", kind);
  bar.style.width = `${whole > 0 ? Math.min(100, (100 * part) / whole) : 0}%`;
  return bar;
}

function figure(label, octets) {
  return element("span", "", element("b", "", volume(octets)), ` ${label}`);
}

function share({ person, limit, consumed }) {
  const used = consumed > 0 ? `, used ${volume(consumed)}` : "";
  return element("li", "", element("b", "", person), limit === undefined || limit === null ? used : ` up to ${volume(limit)}${used}`);
}

/** Builds a pool once and then moves its bar, so that the change can be seen. */
function showPools(box, pools) {
  for (const pool of pools) {
    let card = box.querySelector(`[data-id="${pool.id}"]`);
    if (!card) {
      card = element("article", "pool", element("header", ""), element("div", "bar",
        segment("used", 0, 1), segment("held", 0, 1)), element("div", "figures"), element("ul", "shares"));
      card.dataset.id = pool.id;
      card.querySelector(".bar").setAttribute("role", "img");
      box.append(card);
    }
    const groups = pool.ratingGroups.length ? ` · rating group ${pool.ratingGroups.join(", ")}` : "";
    card.querySelector("header").replaceChildren(element("h3", "", pool.name), element("span", "", `${pool.owner}${groups}`));
    const [used, held] = card.querySelectorAll(".bar i");
    used.style.width = `${(100 * pool.consumed) / pool.granted}%`;
    held.style.width = `${(100 * pool.reserved) / pool.granted}%`;
    card.querySelector(".bar").setAttribute("aria-label",
      `${volume(pool.consumed)} of ${volume(pool.granted)} used, ${volume(pool.available)} available`);
    card.querySelector(".figures").replaceChildren(figure("available", pool.available), figure("used", pool.consumed),
      pool.reserved > 0 ? figure("reserved", pool.reserved) : "", figure("in all", pool.granted));
    card.querySelector(".shares").replaceChildren(...pool.shares.map(share));
  }
}

function showPayers(payers) {
  byId("payers").replaceChildren(...payers.map(({ capability, ratingGroup, payer, outcome }) => element("tr", "",
    element("td", "", capability === "UNCLASSIFIED" ? "anything else" : words(capability)),
    element("td", "", ratingGroup === undefined || ratingGroup === null ? "" : String(ratingGroup)),
    element("td", "", payer ? element("span", "tag", payer) : element("span", "tag bad", outcome === "DENIED" ? "nobody: refused" : outcome.toLowerCase())))));
}

function showRecent(uses) {
  const rows = uses.map((use) => element("tr", "",
    element("td", "", new Date(use.at).toLocaleTimeString()),
    element("td", "", use.user),
    element("td", "", use.capability ? words(use.capability) : `rating group ${use.ratingGroup}`),
    element("td", "number", volume(use.metered)),
    element("td", "", use.payer ?? "nobody"),
    element("td", "", [...use.parts.map((part) => `${part.pool} ${volume(part.units)}`),
      ...(use.uncovered > 0 ? [`uncovered ${volume(use.uncovered)}`] : [])].join(" + "))));
  if (rows.length === 0) {
    const cell = element("td", "empty", "Nothing was used yet. Press one of the buttons.");
    cell.colSpan = 6;
    rows.push(element("tr", "", cell));
  }
  byId("recent").replaceChildren(...rows);
}

function showBoard(board) {
  const notice = byId("notice");
  const reasons = { WAITING: "The family and the car are entered as soon as the services answer.", FAILED: "The demo could not be entered: " };
  notice.textContent = board.state === "CREATED" ? board.problem ?? "" : reasons[board.state] + (board.problem ?? "");
  notice.hidden = notice.textContent === "";
  if (board.state !== "CREATED" || board.problem) return;
  showPools(byId("family"), board.family);
  showPools(byId("car"), board.car);
  showPayers(board.payers);
  showRecent(board.recent);
}

let toastTimer;
function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, 6000);
}

async function json(path, options) {
  const answer = await fetch(path, options);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail ?? answer.statusText);
  return body;
}

async function refresh() {
  try {
    showServices(await json("/api/services"));
    showBoard(await json("/api/demo"));
  } catch {
    const overall = byId("overall");
    overall.textContent = "The suite does not answer";
    overall.className = "pill bad";
  }
}

async function use(button) {
  button.disabled = true;
  try {
    const { asked, granted, resultCode } = await json("/api/demo/uses", {
      method: "POST",
      headers: { "content-type": "application/json", "x-planshare": "home" },
      body: JSON.stringify({ user: button.dataset.user, megabytes: Number(button.dataset.megabytes) }),
    });
    toast(granted === asked ? `${volume(granted)} were granted, used and paid for.`
      : granted > 0 ? `Only ${volume(granted)} of ${volume(asked)} were granted (${resultCode}).`
        : `Refused: ${resultCode}.`);
  } catch (refusal) {
    toast(`That did not work: ${refusal.message}`);
  } finally {
    button.disabled = false;
    refresh();
  }
}

for (const button of document.querySelectorAll("[data-megabytes]")) {
  button.addEventListener("click", () => use(button));
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(poll, POLL_MILLISECONDS);
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
poll();
