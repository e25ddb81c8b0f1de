// A run over many repositories: totals, repositories and languages, worst first.

const data = JSON.parse(byId("data").textContent);
const AT_ONCE = 100;
let shown = AT_ONCE;

const violations = ({ errors, warnings }) => errors + warnings;

function showTotals() {
  const { totals } = data;
  const tiles = [
    ["violations", violations(totals), violations(totals) > 0],
    ["repositories", totals.repositories],
    ["files judged", totals.checked],
    ["files not judged", totals.not_judged],
  ];
  if (totals.baselined) tiles.push(["in baselines", totals.baselined]);
  if (totals.silenced) tiles.push(["silenced by settings", totals.silenced]);
  if (totals.unreadable_files) tiles.push(["files unreadable", totals.unreadable_files, true]);
  if (totals.unreadable_repositories) tiles.push(["repositories unreadable", totals.unreadable_repositories, true]);
  showTiles(tiles);
  const words = totals.repositories === 1 ? "repository" : "repositories";
  byId("headline").textContent =
    `${counted(violations(totals), "violation")} in ${number(totals.repositories)} ${words}`;
  document.title = `polyglint: ${byId("headline").textContent}`;
  showMaker(data.version);
}

function describe(repository) {
  if (repository.unreadable !== null) return "cannot be read";
  const parts = [counted(violations(repository), "violation"), `${counted(repository.checked, "file")} judged`];
  if (repository.not_judged) parts.push(`${number(repository.not_judged)} not judged`);
  if (repository.unreadable_files) parts.push(`${number(repository.unreadable_files)} unreadable`);
  return parts.join(", ");
}

function row(repository) {
  const list = element("ul", { class: "paths" });
  if (repository.unreadable !== null) list.append(element("li", {}, repository.unreadable));
  for (const { path, line, code, message } of repository.examples) {
    list.append(element("li", {}, element("bdi", {}, ...breakable(path)), `:${line}: ${code} ${message}`));
  }
  if (repository.commit !== null) list.append(element("li", { class: "muted" }, `commit ${repository.commit}`));
  return element(
    "details",
    {},
    element("summary", {}, element("span", {}, ...breakable(repository.name)), element("span", {}, describe(repository))),
    list,
  );
}

function listRepositories() {
  const wanted = byId("find").value.toLowerCase();
  const found = data.repositories.filter(({ name }) => name.toLowerCase().includes(wanted));
  byId("repository-rows").replaceChildren(...found.slice(0, shown).map(row));
  const rest = found.length - shown;
  byId("more").hidden = rest <= 0;
  byId("more").textContent = `Show ${number(Math.min(rest, AT_ONCE))} more of ${number(rest)}`;
  const beyond = data.rest ? ` ${number(data.rest)} better ones are in the table of results alone.` : "";
  byId("found").textContent = `${number(found.length)} found.${beyond}`;
}

function showLanguages() {
  byId("languages").hidden = !data.languages.length;
  for (const [name, claimed, read, flagged] of data.languages) {
    const cells = [flagged, claimed, read].map((value) => element("td", {}, number(value)));
    byId("language-rows").append(element("tr", {}, element("th", { scope: "row" }, name), ...cells));
  }
}

byId("find").addEventListener("input", () => {
  shown = AT_ONCE;
  listRepositories();
});
byId("more").addEventListener("click", () => {
  shown += AT_ONCE;
  listRepositories();
});
showTotals();
listRepositories();
showLanguages();
