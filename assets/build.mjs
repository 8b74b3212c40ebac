// Builds what a browser and typst need into build/: node assets/build.mjs [output folder]
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { compile } from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const place = resolve(process.argv[2] ?? join(root, "build"));
const out = join(place, "fresh"); // swapped in at the end: pages served meanwhile keep their style
const modules = join(root, "node_modules");

rmSync(out, { recursive: true, force: true });
for (const folder of ["static/css", "static/js", "static/fonts", "static/img", "fonts"])
  mkdirSync(join(out, folder), { recursive: true });

styles();
scripts();
printFonts();
cpSync(join(root, "assets/img"), join(out, "static/img"), { recursive: true });
for (const folder of ["static", "fonts"]) {
  rmSync(join(place, folder), { recursive: true, force: true });
  renameSync(join(out, folder), join(place, folder));
}
rmSync(out, { recursive: true });

// The fonts' own style sheets name their files; only those named, and only woff2, are shipped.
function styles() {
  const { css } = compile(join(root, "assets/scss/gt.scss"), {
    loadPaths: [join(modules, "govuk-frontend/dist/govuk"), join(modules, "@fontsource")],
    style: "compressed",
    quietDeps: true,
  });
  const lean = css.replace(/,\s*url\([^)]*\.woff\)\s*format\(["']woff["']\)/g, "");
  const moved = lean.replace(/url\(["']?\.\/files\/([^"')]+)["']?\)/g, (_, file) => {
    const family = file.match(/^(.+?)-latin/)[1];
    cpSync(join(modules, "@fontsource", family, "files", file), join(out, "static/fonts", file));
    cpSync(join(modules, "@fontsource", family, "LICENSE"), join(out, "static/fonts", `${family}.LICENSE.txt`));
    return `url(../fonts/${file})`;
  });
  writeFileSync(join(out, "static/css/gt.css"), moved);
}

function scripts() {
  const js = join(root, "assets/js");
  buildSync({
    entryPoints: readdirSync(js).filter((name) => name.endsWith(".js")).map((name) => join(js, name)),
    outdir: join(out, "static/js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020"],
    legalComments: "none",
    nodePaths: [modules],
  });
}

// Whole fonts, for paper. Noto Sans has every letter of every child's name; the others are for words that families
// write in their own script, and for emoji: PDF/UA forbids a sign that no font can show.
function printFonts() {
  const upright = ["400Regular", "700Bold"];
  const slanted = [...upright, "400Regular_Italic", "700Bold_Italic"];
  const scripts = ["arabic", "bengali", "ethiopic", "gujarati", "gurmukhi", "hebrew", "symbols", "tamil", "thai"];
  const faces = { "noto-sans": slanted, "atkinson-hyperlegible": slanted, "noto-emoji": upright };
  for (const script of scripts) faces[`noto-sans-${script}`] = upright;
  for (const [family, cuts] of Object.entries(faces)) {
    const from = join(modules, "@expo-google-fonts", family);
    for (const cut of cuts)
      for (const file of readdirSync(join(from, cut)).filter((name) => name.endsWith(".ttf")))
        cpSync(join(from, cut, file), join(out, "fonts", file));
    cpSync(join(from, "LICENSE_FONT"), join(out, "fonts", `${family}.LICENSE.txt`));
  }
}
