// Totals, languages, what was not judged, and what the codes mean.

const LANGUAGES = 12;
const PATHS = 500;

function showTotals() {
  const warnings = data.findings.filter(({ severity }) => severity === "warning").length;
  const errors = data.findings.length - warnings;
  const totals = [
    ...(warnings ? [["errors", errors, errors > 0], ["warnings", warnings]] : [["violations", errors, errors > 0]]),
    ["files judged", data.checked],
    ["files not judged", data.not_judged.reduce((sum, { paths }) => sum + paths.length, 0)],
  ];
  if (data.baselined) totals.push(["in the baseline", data.baselined]);
  if (data.unreadable.length) totals.push(["files unreadable", data.unreadable.length, true]);
  showTiles(totals);
  const files = new Set(data.findings.map((finding) => finding.path)).size;
  byId("headline").textContent = files
    ? `${counted(data.findings.length, "violation")} in ${counted(files, "file")}`
    : "No violations";
  document.title = `polyglint: ${counted(data.findings.length, "violation")}`;
  showSubject();
  showMaker(data.version);
  byId("unreadable").hidden = !data.unreadable.length;
  byId("unreadable-list").append(...data.unreadable.map((message) => element("li", {}, message)));
}

function showSubject() {
  const { repository, commit, address, made, settings } = data.about ?? { settings: [] };
  const parts = [
    repository && (address === null ? repository : link(address, repository)),
    data.revision !== null && `revision ${data.revision}`,
    commit && (data.revision === null ? `work tree at ${commit.slice(0, 12)}` : commit.slice(0, 12)),
    made,
    `polyglint ${data.version}`,
    ...data.silenced,
  ].filter(Boolean);
  byId("subject").append(...parts.flatMap((part, index) => (index ? [" \u00b7 ", part] : [part])));
  byId("settings").hidden = !settings.length;
  byId("settings-list").append(...settings.map((words) => element("li", {}, words)));
}

function showLanguages() {
  byId("languages").hidden = !data.languages.length;
  const largest = Math.max(...data.languages.flatMap(([, claimed, read]) => [claimed, read]), 1);
  const amount = (value, kind) => {
    const bar = element("span", { class: `bar ${kind}` });
    bar.style.width = `${(80 * value) / largest}%`;
    bar.hidden = value === 0;
    return element("td", {}, element("div", { class: "amount" }, bar, number(value)));
  };
  const rows = data.languages.map(([name, claimed, read]) =>
    element("tr", {}, element("th", { scope: "row" }, name), amount(claimed, "claimed"), amount(read, "read")),
  );
  byId("language-rows").append(...rows.slice(0, LANGUAGES));
  const button = byId("all-languages");
  button.hidden = rows.length <= LANGUAGES;
  button.textContent = `Show all ${rows.length} languages`;
  button.addEventListener("click", () => {
    byId("language-rows").append(...rows.slice(LANGUAGES));
    button.hidden = true;
  });
}

function showNotJudged() {
  byId("not-judged").hidden = !data.not_judged.length;
  byId("find").addEventListener("input", listReasons);
  listReasons();
}

function listReasons() {
  const wanted = byId("find").value.toLowerCase();
  const groups = data.not_judged
    .map(({ reason, paths }) => [reason, paths.filter((path) => path.toLowerCase().includes(wanted))])
    .filter(([, paths]) => paths.length);
  byId("reasons").replaceChildren(...groups.map(([reason, paths]) => reasonGroup(reason, paths, wanted !== "")));
  const total = groups.reduce((sum, [, paths]) => sum + paths.length, 0);
  byId("found").textContent = wanted ? counted(total, "file") : "";
}

// The paths of a group are made when it is opened: there may be tens of thousands.
function reasonGroup(reason, paths, open) {
  const list = element("ul", { class: "paths" });
  const next = element("button", { type: "button", class: "next" });
  const amount = element("span", {}, number(paths.length));
  const summary = element("summary", {}, element("span", {}, reason), amount);
  const fill = () => {
    const from = list.childElementCount;
    list.append(...paths.slice(from, from + PATHS).map((path) => element("li", {}, path)));
    const rest = paths.length - list.childElementCount;
    next.hidden = rest <= 0;
    next.textContent = `Show ${number(Math.min(rest, PATHS))} more of ${number(rest)}`;
  };
  next.addEventListener("click", fill);
  // Not on "toggle", which comes after the group was shown open and empty.
  summary.addEventListener("click", () => {
    if (!list.childElementCount) fill();
  });
  if (open) fill();
  return element("details", { open }, summary, list, next);
}

function showCodes() {
  const severities = new Map(data.findings.map(({ code, severity }) => [code, severity]));
  byId("codes").hidden = severities.size === 0;
  for (const code of [...severities.keys()].sort()) {
    const { summary, help } = data.codes[code];
    const badge = codeBadge(code, severities.get(code));
    const advice = element("span", { class: "muted" }, ...withCode(help));
    byId("code-list").append(
      element("dt", {}, badge),
      element("dd", {}, summary, element("br"), advice),
    );
  }
}
