// The grids of codes as tiles: each shows the mean of what its code draws.
const WIDTH = 480, LEAST = 8;

/** Draws a code into a square of a canvas: its tile, or a colour of its own where none is known. */
export function paint(context, level, code, x, y, side) {
  const atlas = level.tiles;
  if (atlas) {
    const s = atlas.side;
    context.drawImage(atlas.picture, code % atlas.columns * s, Math.floor(code / atlas.columns) * s, s, s, x, y, side, side);
  }
  if (!atlas || atlas.counts[code] === 0) {
    context.fillStyle = `hsl(${code * 137.5 % 360} 45% 55%)`;
    context.fillRect(x, y, side, side);
  }
}

/** The grid of one level: pointer and keyboard move over it, and it tells what was chosen. */
export class Grid {
  constructor(level, canvas, listener) {
    Object.assign(this, { level, canvas, listener, row: 0, column: 0, rows: null, marked: new Set(), chosen: false });
    this.side = Math.max(LEAST, Math.floor(WIDTH / level.columns));
    canvas.width = level.columns * this.side;
    canvas.height = level.rows * this.side;
    canvas.style.setProperty("--shape", `${level.columns} / ${level.rows}`);
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", `${level.name} level, ${level.rows} rows of ${level.columns} codes: arrow keys move, Enter chooses`);
    canvas.addEventListener("pointerdown", e => this.press(e));
    canvas.addEventListener("pointermove", e => this.move(e));
    canvas.addEventListener("pointerup", () => this.stroke = null);
    canvas.addEventListener("pointercancel", () => this.stroke = null);
    canvas.addEventListener("keydown", e => this.key(e));
    canvas.addEventListener("focus", () => this.go(this.row, this.column));
    canvas.addEventListener("blur", () => this.draw());
  }

  show(rows) {
    this.rows = rows;
    this.draw();
  }

  code() {
    return this.rows[this.row][this.column];
  }

  go(row, column) {
    this.row = Math.min(this.level.rows - 1, Math.max(0, row));
    this.column = Math.min(this.level.columns - 1, Math.max(0, column));
    this.draw();
    if (this.rows) this.listener.at(this);
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    this.go(Math.floor((event.clientY - box.top) / box.height * this.level.rows),
      Math.floor((event.clientX - box.left) / box.width * this.level.columns));
  }

  press(event) {
    if (!this.rows) return;
    this.at(event);
    if (this.listener.brushing()) {
      this.canvas.setPointerCapture(event.pointerId);
      this.stroke = this.marked.has(this.place()) ? "erase" : "mark";
      this.mark();
    } else {
      this.listener.choose(this);
    }
  }

  move(event) {
    if (!this.stroke) return;
    this.at(event);
    this.mark();
  }

  place() {
    return this.row * this.level.columns + this.column;
  }

  mark() {
    if (this.stroke === "erase") this.marked.delete(this.place());
    else this.marked.add(this.place());
    this.draw();
    this.listener.marked(this);
  }

  key(event) {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (step) {
      this.go(this.row + step[0], this.column + step[1]);
    } else if ((event.key === "Enter" || event.key === " ") && this.rows) {
      if (this.listener.brushing()) {
        this.stroke = this.marked.has(this.place()) ? "erase" : "mark";
        this.mark();
        this.stroke = null;
      } else {
        this.listener.choose(this, true);
      }
    } else {
      return;
    }
    event.preventDefault();
  }

  draw() {
    const context = this.canvas.getContext("2d"), style = getComputedStyle(this.canvas), side = this.side;
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (!this.rows) return;
    const frame = (row, column, colour, width) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.strokeRect(column * side + width / 2, row * side + width / 2, side - width, side - width);
    };
    for (let row = 0; row < this.level.rows; row++) {
      for (let column = 0; column < this.level.columns; column++) {
        paint(context, this.level, this.rows[row][column], column * side, row * side, side);
        frame(row, column, style.getPropertyValue("--line"), 1);
        if (this.marked.has(row * this.level.columns + column)) {
          context.fillStyle = style.getPropertyValue("--mark");
          context.globalAlpha = 0.45;
          context.fillRect(column * side, row * side, side, side);
          context.globalAlpha = 1;
        }
      }
    }
    if (this.chosen || document.activeElement === this.canvas) frame(this.row, this.column, style.getPropertyValue("--mark"), 3);
  }
}
