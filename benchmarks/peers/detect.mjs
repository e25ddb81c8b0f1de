// Detect languages by content alone: `node detect.mjs DETECTOR [--cold] < paths.json`; as detect.py.

import { readFileSync } from "node:fs";

const WARM_UP = "const add = (a, b) => {\n  return a + b;\n};\nconsole.log(add(1, 2));\n".repeat(4);

async function vscode() {
  const { default: library } = await import("@vscode/vscode-languagedetection");
  const model = new library.ModelOperations();
  return async (text) => (await model.runModel(text))[0]?.languageId ?? null;
}

// Its common grammars, 36 of 193: with all of them half as many answers were right, and each took
// five times as long.
async function highlight() {
  const { default: library } = await import("highlight.js/lib/common");
  return async (text) => library.highlightAuto(text).language ?? null;
}

const DETECTORS = {
  vscode: [vscode, "@vscode/vscode-languagedetection"],
  "highlight.js": [highlight, "highlight.js"],
};

function versionOf(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}

function print(answer) {
  process.stdout.write(JSON.stringify(answer) + "\n");
}

async function main(name, ...options) {
  const [open, library] = DETECTORS[name];
  let detect;
  try {
    detect = await open();
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    console.error(`${library} is not installed`);
    return 2;
  }
  if (!options.includes("--cold")) await detect(WARM_UP);
  print({ version: versionOf(library) });
  for (const path of JSON.parse(readFileSync(0, "utf8"))) {
    const text = readFileSync(path, "utf8");
    const start = process.cpuUsage();
    const label = await detect(text);
    const { user, system } = process.cpuUsage(start);
    print({ label, seconds: (user + system) / 1e6 });
  }
  return 0;
}

process.exitCode = await main(...process.argv.slice(2));
