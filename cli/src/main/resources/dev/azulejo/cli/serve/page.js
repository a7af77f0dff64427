// The page of `azulejo serve`: what is shown, and what the buttons do. Every picture comes from the server of this page.
import { draw as drawCurves } from "./curves.js";
import { $, PNG, ask, doing, press, say, thumbnail } from "./parts.js";
import { Grid, paint } from "./tiles.js";

const state = { run: null, grids: [], codes: null, encoded: null, source: null, mix: null, undo: [], from: 0, turn: 0 };

const on = (id, work) => $(id).addEventListener("click", () => doing(work));

/** Shows an image's codes; what was done to another is forgotten. */
function open(codes, image, source) {
  Object.assign(state, { encoded: codes, source, undo: [] });
  $("original-box").hidden = !source.original;
  if (source.original) $("original").src = PNG + source.original;
  if (source.class && [...$("class").options].some(o => o.value === source.class)) $("class").value = source.class;
  state.grids.forEach(grid => grid.marked.clear());
  $("picker").hidden = true;
  show(codes, image);
}

function show(codes, image) {
  state.codes = codes;
  $("picture").src = PNG + image;
  $("caption").textContent = state.source.name + (codes === state.encoded ? "" : ", changed");
  state.grids.forEach(grid => grid.show(codes[grid.level.name]));
  buttons();
}

function buttons() {
  $("undo").disabled = state.undo.length === 0;
  $("reset").disabled = state.codes === state.encoded;
  $("complete").disabled = !state.codes || state.run.levels.at(-1).rows < 2;
  $("repaint").disabled = $("clear").disabled = !state.grids.some(grid => grid.marked.size > 0);
  document.querySelectorAll(".take").forEach(button => button.disabled = !state.mix || !state.codes);
}

function change(codes, image) {
  state.undo.push([state.codes, $("picture").src.slice(PNG.length)]);
  show(codes, image);
}

const decoded = async codes => (await ask("decode", { codes: [codes] })).images[0];

/** Decodes changed codes; of several changes at once the last one stays. */
async function changed(codes) {
  const turn = ++state.turn, image = await decoded(codes);
  if (turn === state.turn) change(codes, image);
}

async function encoded(image) {
  const codes = (await ask("encode", { images: [image] })).codes[0];
  return [codes, await decoded(codes)];
}

async function chooseImage(image, original, name, button, ofClass) {
  const [codes, picture] = await encoded(image);
  if ($("mixing").checked) {
    state.mix = codes;
    document.querySelectorAll(".mixed").forEach(b => b.classList.remove("mixed"));
    button?.classList.add("mixed");
    $("mix").src = PNG + (original ?? picture);
    $("mix-box").hidden = false;
    buttons();
  } else {
    press(button);
    open(codes, picture, { name, image, original, class: ofClass });
  }
}

async function strip(from) {
  const page = await ask(`images/${from}`);
  state.from = from;
  $("strip").replaceChildren(...page.images.map(one => {
    const name = `image ${one.row}` + (one.class ? `, ${one.class}` : "");
    return thumbnail(one.image, name, button => chooseImage(one.row, one.image, name, button, one.class));
  }));
  $("earlier").disabled = from === 0;
  $("later").disabled = from + page.images.length >= page.count;
}

const listener = {
  brushing: () => document.querySelector("input[name=tool]:checked").value === "brush",
  at(grid) {
    const level = grid.level;
    $("where").textContent = `${level.name}, row ${grid.row + 1}, column ${grid.column + 1}: code ${grid.code()}`;
    $("lens").hidden = false;
    const box = { left: grid.column / level.columns, top: grid.row / level.rows, width: 1 / level.columns, height: 1 / level.rows };
    for (const [side, share] of Object.entries(box)) $("lens").style[side] = `${100 * share}%`;
  },
  choose(grid, byKey) {
    state.grids.forEach(other => { other.chosen = other === grid; other.draw(); });
    picker(grid);
    if (byKey) $("codes").querySelector("button")?.focus();
  },
  marked: () => buttons(),
};

/** The codes to choose from, those that occur most first. */
function picker(grid) {
  const level = grid.level, counts = level.tiles?.counts;
  const codes = [...Array(level.codes).keys()];
  if (counts) codes.sort((a, b) => counts[b] - counts[a]);
  $("picker-title").textContent = `Another code for ${level.name}, row ${grid.row + 1}, column ${grid.column + 1}`;
  $("codes").replaceChildren(...codes.slice(0, 512).map(code => {
    const button = document.createElement("button"), tile = document.createElement("canvas");
    tile.width = tile.height = 24;
    const context = tile.getContext("2d");
    context.imageSmoothingEnabled = false;
    paint(context, level, code, 0, 0, 24);
    button.type = "button";
    button.title = `code ${code}`;
    button.setAttribute("aria-label", `code ${code}`);
    button.setAttribute("aria-pressed", String(code === grid.code()));
    button.classList.toggle("rare", counts?.[code] === 0);
    button.append(tile);
    button.addEventListener("click", () => doing(async () => {
      const rows = state.codes[level.name].map(row => [...row]);
      rows[grid.row][grid.column] = code;
      $("codes").querySelectorAll("button").forEach(b => b.setAttribute("aria-pressed", String(b === button)));
      await changed({ ...state.codes, [level.name]: rows });
      listener.at(grid);
    }));
    return button;
  }));
  $("codes").onkeydown = event => { if (event.key === "Escape") grid.canvas.focus(); };
  $("picker").hidden = false;
}

/** The codes with -1 where the region is, and below it if that is wanted. */
function region() {
  const open = {};
  for (const level of state.run.levels) {
    open[level.name] = state.codes[level.name].map((row, y) => row.map((code, x) => state.grids.some(grid =>
      (grid.level === level || ($("below").checked && grid.level.rows < level.rows))
      && grid.marked.has(Math.floor(y * grid.level.rows / level.rows) * grid.level.columns
        + Math.floor(x * grid.level.columns / level.columns))) ? -1 : code));
  }
  return open;
}

function how(prefix) {
  const number = id => Number($(prefix + id).value), wanted = $(prefix + "class").value;
  return { temperature: number("temperature"), top_p: number("top-p"), seed: Math.trunc(number("seed")), ...(wanted && { class: wanted }) };
}

async function completed(request) {
  const made = await ask("complete", { ...request, ...how("") });
  change(made.codes[0], made.images[0]);
  $("seed").value = Number($("seed").value) + 1; // The next one is another.
}

async function sample() {
  const made = await ask("sample", { count: Number($("count").value), ...how("draw-") });
  $("samples").replaceChildren(...made.images.map((image, i) => {
    const kind = made.classes?.[i], name = `new image ${i + 1}` + (kind ? `, ${kind}` : "");
    return thumbnail(image, name, button => {
      press(button);
      open(made.codes[i], image, { name, image, class: kind });
      $("explore").scrollIntoView();
    });
  }));
  $("draw-seed").value = Number($("draw-seed").value) + 1;
}

function levels() {
  const boxes = state.run.levels.toReversed().map(level => {
    const box = document.createElement("div"), title = document.createElement("h3"), canvas = document.createElement("canvas");
    const take = document.createElement("button");
    box.className = "level";
    title.textContent = `${level.name}: ${level.rows} × ${level.columns} of ${level.codes} codes`;
    canvas.id = `grid-${level.name}`;
    take.type = "button";
    take.className = "take";
    take.textContent = `Mix in this level`;
    take.setAttribute("aria-label", `Take the ${level.name} level from the image to mix in`);
    take.addEventListener("click", () => doing(() => changed({ ...state.codes, [level.name]: state.mix[level.name] })));
    box.append(title, canvas, take);
    state.grids.push(new Grid(level, canvas, listener));
    return box;
  });
  $("levels").replaceChildren(...boxes);
}

function classes(names) {
  for (const [id, none] of [["class", null], ["draw-class", "one after another"]]) {
    $(id).replaceChildren(...(none ? [new Option(none, "")] : []), ...names.map(name => new Option(name, name)));
    $(id).parentElement.hidden = names.length === 0;
  }
}

async function tiles() {
  if (state.run.images === 0) return;
  const answer = await ask("tiles");
  for (const level of state.run.levels) {
    const picture = new Image();
    picture.src = PNG + answer.levels[level.name].image;
    await picture.decode();
    level.tiles = { ...answer.levels[level.name], picture };
  }
  state.grids.forEach(grid => grid.draw());
}

/** What can be done now, and why the rest cannot. */
function ready(run) {
  const missing = run.model_missing ?? (run.images_missing && `There are no held-out images to choose: ${run.images_missing}`);
  $("explore-missing").textContent = missing ?? "";
  $("explore-missing").hidden = !missing;
  $("bench").hidden = $("chooser").hidden = Boolean(run.model_missing);
  $("strip").hidden = $("earlier").hidden = $("later").hidden = run.images === 0;
  $("priors").disabled = $("drawing").disabled = Boolean(run.priors_missing);
  document.querySelectorAll(".priors-missing").forEach(note => {
    note.textContent = run.priors_missing ?? "";
    note.hidden = !run.priors_missing;
  });
}

/** Another checkpoint has other codes: all begins anew. */
async function renew(run) {
  const levelsBefore = state.run?.levels;
  Object.assign(state, { run, mix: null, codes: null });
  if (levelsBefore) run.levels.forEach((level, i) => Object.assign(levelsBefore[i], level) && (run.levels[i] = levelsBefore[i]));
  else levels();
  $("mix-box").hidden = true;
  classes(run.classes);
  ready(run);
  if (run.model_missing) return;
  if (run.images > 0) await strip(state.from);
  if (state.source) {
    const [codes, picture] = await encoded(state.source.image);
    open(codes, picture, state.source);
  } else {
    $("strip").querySelector("button")?.click();
  }
  await tiles();
}

async function look() {
  let wait = 3000;
  try {
    const [run, { curves }] = await Promise.all([ask("run"), ask("curves")]);
    $("run").textContent = run.run;
    document.title = `Azulejo: ${run.run}`;
    drawCurves($("curves"), curves);
    const training = curves.find(curve => (curve.points.at(-1)?.[0] ?? curve.step) < curve.steps);
    $("status").textContent = `${run.image_size} × ${run.image_size} pixels, `
      + (run.step ? `checkpoint of step ${run.step}` : "no checkpoint yet") + (training ? `, ${training.name} not trained to its end yet` : "");
    if (!training) wait = 15000;
    const pictures = JSON.stringify(run.pictures);
    if (pictures !== state.pictures) {
      state.pictures = pictures;
      $("pictures").replaceChildren(...Object.entries(run.pictures).map(([name, at]) => {
        const figure = document.createElement("figure"), caption = document.createElement("figcaption"), image = new Image();
        image.src = `pictures/${encodeURIComponent(name)}?${at}`;
        image.alt = caption.textContent = name;
        image.loading = "lazy";
        figure.append(caption, image);
        return figure;
      }));
    }
    if (run.version !== state.run?.version) await renew(run);
    if (state.silent) say(null);
    state.silent = false;
  } catch (e) {
    state.silent = true;
    say(e.message);
  }
  setTimeout(look, wait);
}

on("earlier", () => strip(Math.max(0, state.from - 24)));
on("later", () => strip(state.from + 24));
on("undo", () => show(...state.undo.pop()));
on("reset", () => changed(state.encoded));
on("repaint", () => completed({ codes: region() }));
on("complete", () => completed({ image: state.source.image, keep: 0.5 }));
on("sample", sample);
on("clear", () => { state.grids.forEach(grid => { grid.marked.clear(); grid.draw(); }); buttons(); });
document.querySelectorAll("input[name=tool]").forEach(tool => tool.addEventListener("change", () => {
  $("levels").classList.toggle("brushing", listener.brushing());
  if (listener.brushing()) $("picker").hidden = true;
}));
$("own").addEventListener("change", () => doing(async () => {
  const file = $("own").files[0];
  if (!file) return;
  const reader = new FileReader();
  const text = await new Promise((done, failed) => {
    reader.onload = () => done(reader.result.split(",")[1]);
    reader.onerror = () => failed(new Error("The file cannot be read."));
    reader.readAsDataURL(file);
  });
  await chooseImage(text, null, file.name, null, null);
  $("own").value = "";
}));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => state.grids.forEach(grid => grid.draw()));
look();
