// Elements are made of text alone: nothing that a repository holds is ever parsed as HTML.

const byId = (id) => document.getElementById(id);

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") made.className = value;
    else if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// To another page, which is not told where its visitor comes from.
const link = (href, ...children) => element("a", { href, rel: "noopener noreferrer" }, ...children);

// A long path breaks after its slashes rather than inside of a name.
const breakable = (text) =>
  text.split(/(?<=\/)/).flatMap((part) => [part, element("wbr")]);

// Words between backquotes are code, as in the texts of a terminal.
const withCode = (text) =>
  text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));

const number = (value) => value.toLocaleString("en");

const counted = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;

// Three decimals, and never the 1.000 that no evidence gives.
const score = (value) => Math.min(value, 0.999).toFixed(3);

const compare = new Intl.Collator("en", { numeric: true }).compare;

// What the totals are, each with its title and whether it is a bad sign.
function showTiles(tiles) {
  for (const [title, value, bad] of tiles) {
    const tile = element("div", { class: bad ? "bad" : "" });
    tile.append(element("dt", {}, title), element("dd", {}, number(value)));
    byId("totals").append(tile);
  }
}

function showMaker(version) {
  byId("made-by").textContent = `Made by polyglint ${version}. This file asks nothing of any network.`;
}
