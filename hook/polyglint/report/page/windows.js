// The windows of a file as a strip along it, and the lines behind each on hover and on focus.

const tip = byId("tip");
let shownWindow = null;

function hideTip() {
  if (shownWindow === null) return;
  shownWindow.classList.remove("open");
  shownWindow.removeAttribute("aria-describedby");
  shownWindow = null;
  tip.hidden = true;
}

function showTip(button, [first, last, language, sureness, text], kind) {
  hideTip();
  shownWindow = button;
  button.classList.add("open");
  button.setAttribute("aria-describedby", "tip");
  const lines = element("pre");
  text.split("\n").forEach((line, index) => {
    lines.append(element("span", {}, String(first + index)), element("code", {}, line || " "));
  });
  tip.replaceChildren(
    element(
      "p",
      {},
      `${span(first, last)} read as `,
      element("strong", { class: kind }, language),
      ` (${score(sureness)})`,
    ),
    lines,
  );
  tip.hidden = false;
  place(button.getBoundingClientRect());
}

// Below the window or, where there is no room, above it; always inside of the page.
function place(anchor) {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(anchor.left, document.documentElement.clientWidth - width - 12);
  const below = anchor.bottom + 6;
  const fits = below + height <= window.innerHeight - 6 || anchor.top < height + 12;
  tip.style.left = `${Math.max(12, left)}px`;
  tip.style.top = `${fits ? below : anchor.top - height - 6}px`;
}

const span = (first, last) => (first === last ? `Line ${first}` : `Lines ${first}\u2013${last}`);

function kindOf(language, finding) {
  if (language === finding.language) return "against";
  return finding.claimed.includes(language) ? "claimed" : "other";
}

function strip(finding) {
  const cells = [];
  let before = 0;
  for (const read of finding.windows) {
    const [first, last, language, sureness] = read;
    if (first - before > 1) {
      const gap = element("span", { class: "gap" });
      gap.style.flexGrow = String(first - before - 1);
      cells.push(gap);
    }
    const lines = last - Math.max(first - 1, before); // neighbours may share lines
    before = Math.max(before, last);
    const kind = kindOf(language, finding);
    const button = element("button", {
      type: "button",
      class: `window ${kind}`,
      tabIndex: cells.some((cell) => cell.type === "button") ? -1 : 0,
      "aria-label": `${span(first, last)}: ${language}, ${score(sureness)}`,
    });
    button.style.flexGrow = String(Math.max(lines, 0.5));
    button.style.setProperty("--height", `${Math.round(4 + 28 * sureness)}px`);
    const show = () => showTip(button, read, kind);
    button.addEventListener("pointerenter", show);
    button.addEventListener("focus", show);
    button.addEventListener("click", show);
    cells.push(button);
  }
  const label = `Windows of ${finding.path}; arrow keys move between them`;
  const made = element("div", { class: "strip", role: "group", "aria-label": label }, ...cells);
  made.addEventListener("keydown", moveBetweenWindows);
  made.addEventListener("pointerleave", leave);
  made.addEventListener("focusout", hideTip);
  return made;
}

// One stop of the tab key for a strip; the arrows move inside it.
function moveBetweenWindows(event) {
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const index = buttons.indexOf(document.activeElement);
  const target = {
    ArrowRight: Math.min(index + 1, buttons.length - 1),
    ArrowLeft: Math.max(index - 1, 0),
    Home: 0,
    End: buttons.length - 1,
  }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = -1;
  buttons[target].tabIndex = 0;
  buttons[target].focus();
}

function leave(event) {
  if (tip.contains(event.relatedTarget)) return; // to read, scroll or copy
  if (shownWindow !== null && shownWindow === document.activeElement) return;
  hideTip();
}

tip.addEventListener("pointerleave", leave);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideTip();
});

// A window that has the focus was perhaps scrolled to for it: its lines go along.
function follow(event) {
  if (shownWindow === null || event.target === tip) return;
  if (shownWindow === document.activeElement) place(shownWindow.getBoundingClientRect());
  else hideTip();
}

window.addEventListener("scroll", follow, { capture: true, passive: true });
window.addEventListener("resize", follow);
