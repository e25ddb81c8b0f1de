// The table of violations: sorted by any column, filtered, and shown some rows at a time.

const ROWS = 100;
const COLUMNS = [
  { title: "File", key: (finding) => finding.path },
  { title: "Code", key: (finding) => finding.code },
  { title: "Claims", key: (finding) => finding.claimed.join(", ") },
  { title: "Reads as", key: (finding) => finding.language ?? "" },
  { title: "Score", key: (finding) => finding.score ?? -1 },
  { title: "Windows" },
];
const state = { column: 4, descending: true, rows: ROWS };
let matching = [];

const searched = (finding) =>
  [finding.path, finding.code, finding.message, finding.language, ...finding.claimed]
    .join("\n")
    .toLowerCase();

function addHeadings() {
  COLUMNS.forEach((column, index) => {
    const heading = element("th", { scope: "col", role: "columnheader" });
    if (column.key) {
      const button = element("button", { type: "button" }, column.title);
      button.addEventListener("click", () => {
        // Scores are looked at from the top, names from A.
        state.descending = state.column === index ? !state.descending : column.title === "Score";
        state.column = index;
        update();
      });
      heading.append(button);
    } else {
      heading.append(element("span", {}, column.title));
    }
    byId("headings").append(heading);
  });
}

function addChoices(findings) {
  const values = {
    severity: (finding) => [finding.severity],
    code: (finding) => [finding.code],
    claimed: (finding) => finding.claimed,
    language: (finding) => (finding.language === null ? [] : [finding.language]),
  };
  for (const [id, valuesOf] of Object.entries(values)) {
    const counts = new Map();
    for (const value of findings.flatMap(valuesOf)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const options = [...counts].sort((a, b) => compare(a[0], b[0]));
    byId(id).append(
      element("option", { value: "" }, "all"),
      ...options.map(([value, count]) => element("option", { value }, `${value} (${number(count)})`)),
    );
  }
}

function matches(finding) {
  const { severity, code, claimed, language, search } = Object.fromEntries(
    ["severity", "code", "claimed", "language", "search"].map((id) => [id, byId(id).value]),
  );
  return (
    (!severity || finding.severity === severity) &&
    (!code || finding.code === code) &&
    (!claimed || finding.claimed.includes(claimed)) &&
    (!language || finding.language === language) &&
    search.toLowerCase().split(/\s+/).every((word) => finding.searched.includes(word))
  );
}

function sorted(findings) {
  const { key } = COLUMNS[state.column];
  const sign = state.descending ? -1 : 1;
  return findings
    .map((finding) => [key(finding), finding])
    .sort(([a, one], [b, other]) => {
      const order = typeof a === "number" ? a - b : compare(a, b);
      return sign * order || compare(one.path, other.path) || one.line - other.line;
    })
    .map(([, finding]) => finding);
}

function update() {
  hideTip();
  state.rows = ROWS;
  matching = sorted(data.findings.filter(matches));
  [...byId("headings").children].forEach((heading, index) => {
    if (!COLUMNS[index].key) return;
    const order = state.descending ? "descending" : "ascending";
    heading.setAttribute("aria-sort", index === state.column ? order : "none");
  });
  byId("rows").replaceChildren(...matching.slice(0, ROWS).map(row));
  byId("table").hidden = matching.length === 0;
  byId("legend").hidden = !matching.some((finding) => finding.windows.length);
  showCounts();
}

function showCounts() {
  const all = data.findings.length;
  byId("shown").textContent =
    matching.length === all ? counted(all, "violation") : `${number(matching.length)} of ${counted(all, "violation")}`;
  const rest = matching.length - state.rows;
  byId("more").hidden = rest <= 0;
  byId("more").textContent = `Show ${number(Math.min(rest, ROWS))} more of ${number(rest)}`;
}

function showMore() {
  const next = matching.slice(state.rows, state.rows + ROWS).map(row);
  byId("rows").append(...next);
  state.rows += ROWS;
  showCounts();
  if (byId("more").hidden) next[0].querySelector("button")?.focus(); // its own button is gone
}

function row(finding) {
  const { code, claimed, language, windows } = finding;
  const badge = codeBadge(code, finding.severity);
  const made = element("tr", { role: "row" }, fileCell(finding), cell("", badge));
  if (language === null) {
    const words = cell("message", finding.message);
    words.colSpan = COLUMNS.length - 2;
    made.append(words);
    return made;
  }
  made.append(
    cell("claims", claimed.join(", ")),
    cell("", element("span", { class: "reads" }, language)),
    cell("score", score(finding.score)),
    cell("windows", ...(windows.length ? [strip(finding), ends(windows)] : [])),
  );
  return made;
}

// The code, what it leads to and, of a warning, that it fails no run.
function codeBadge(code, severity) {
  const { name, page } = data.codes[code];
  const words = severity === "warning" ? [" warning"] : [];
  return element("span", { class: `code ${severity}`, title: name }, link(page, code), ...words);
}

function cell(kind, ...children) {
  return element("td", { role: "cell", class: kind }, ...children);
}

function fileCell(finding) {
  const { line, last_line: last, rule } = finding;
  const lines = span(line, last ?? line);
  const place = rule ? `${lines}, claimed by ${rule}` : lines;
  return cell(
    "file",
    pathOf(finding),
    element("p", { class: "muted" }, place),
    finding.suggestion && advice(finding.suggestion),
  );
}

function pathOf({ path, link: page }) {
  const parts = breakable(path);
  return element("bdi", { class: "path" }, ...(page === null ? parts : [link(page, ...parts)]));
}

// A command to copy, or words that may hold code.
function advice(text) {
  if (!/^(?:git|mv) /.test(text)) return element("p", { class: "advice" }, ...withCode(text));
  const made = element("div", { class: "advice" }, element("code", {}, ...breakable(text)));
  if (!navigator.clipboard) return made;
  const copy = element("button", { type: "button", "aria-label": `Copy: ${text}` }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  made.append(copy);
  return made;
}

function ends(windows) {
  const lines = [1, windows[windows.length - 1][1]]; // what a strip begins and ends with
  const labels = lines.map((line) => element("span", {}, `line ${line}`));
  return element("div", { class: "ends", "aria-hidden": "true" }, ...labels);
}

function showFindings() {
  if (data.findings.length === 0) {
    for (const id of ["filters", "shown", "legend", "table"]) byId(id).hidden = true;
    const words = data.checked
      ? "No file contradicts what its name and its settings claim."
      : "There was no file to judge.";
    byId("findings").append(element("p", { class: "empty" }, words));
    return;
  }
  for (const finding of data.findings) finding.searched = searched(finding);
  addHeadings();
  addChoices(data.findings);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["input", "change"]) byId("filters").addEventListener(kind, update);
  byId("choices").addEventListener("click", () => {
    const open = byId("filters").classList.toggle("open");
    byId("choices").setAttribute("aria-expanded", String(open));
  });
  byId("clear").addEventListener("click", () => {
    byId("filters").reset();
    update();
  });
  byId("more").addEventListener("click", showMore);
  update();
}
