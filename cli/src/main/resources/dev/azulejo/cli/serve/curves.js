// A curve of training, on a logarithmic scale, as an SVG.
const WIDTH = 420, HEIGHT = 180, LEFT = 60, RIGHT = 8, TOP = 10, BOTTOM = 26;

function element(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const short = value => Number(value.toPrecision(3)).toString();

function svg(curve) {
  const losses = curve.points.map(p => p[1]).filter(v => v > 0);
  const least = Math.log(Math.min(...losses)), most = Math.log(Math.max(...losses));
  const last = Math.max(curve.steps, curve.points.at(-1)[0]);
  const x = step => LEFT + (WIDTH - LEFT - RIGHT) * step / last;
  const y = loss => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (most > least ? (Math.log(loss) - least) / (most - least) : 0.5);
  const picture = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${curve.name}: loss over steps` });
  for (const share of [0, 0.5, 1]) {
    const loss = Math.exp(least + share * (most - least));
    picture.append(element("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(loss), y2: y(loss), class: "grid" }),
      element("text", { x: LEFT - 6, y: y(loss) + 4, class: "y" }, short(loss)));
  }
  picture.append(element("text", { x: LEFT, y: HEIGHT - 6 }, "loss"),
    element("text", { x: WIDTH - RIGHT, y: HEIGHT - 6, class: "x" }, `step ${last}`),
    element("polyline", { points: curve.points.filter(p => p[1] > 0).map(p => `${x(p[0])},${y(p[1])}`).join(" ") }));
  return picture;
}

export function draw(box, curves) {
  box.replaceChildren(...curves.map(curve => {
    const part = document.createElement("div");
    const title = document.createElement("h3");
    title.textContent = curve.name;
    const figures = document.createElement("p");
    figures.className = "figures";
    part.append(title, figures);
    if (curve.points.some(p => p[1] > 0)) {
      figures.textContent = `step ${curve.points.at(-1)[0]} of ${curve.steps}, `
        + Object.entries(curve.latest).slice(0, 4).map(([name, value]) => `${name.replaceAll("_", " ")} ${short(value)}`).join(", ");
      part.append(svg(curve));
    } else {
      figures.textContent = curve.error
        ?? (curve.step ? `step ${curve.step} of ${curve.steps}, figures of training were not kept` : `no step of ${curve.steps} yet`);
    }
    return part;
  }));
}
