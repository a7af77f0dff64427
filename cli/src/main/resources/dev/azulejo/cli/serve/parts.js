// What the rest of the page is made of: requests to the server, what is said, and small pictures to choose.
export const $ = id => document.getElementById(id);
export const PNG = "data:image/png;base64,";

export async function ask(path, body) {
  let answer;
  try {
    answer = await fetch(path, body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    throw new Error("The server does not answer any more.");
  }
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error);
  return json;
}

export function say(line) {
  $("message").hidden = !line;
  $("message").textContent = line ?? "";
}

/** Runs what a person asked for; what goes wrong is said, and the page goes on. */
export async function doing(work) {
  $("stage").classList.add("busy");
  try {
    await work();
    say(null);
  } catch (e) {
    say(e.message);
  }
  $("stage").classList.remove("busy");
}

export function thumbnail(image, name, chosen) {
  const button = document.createElement("button"), picture = document.createElement("img");
  button.type = "button";
  picture.src = PNG + image;
  picture.alt = name;
  button.title = name;
  button.append(picture);
  button.addEventListener("click", () => doing(() => chosen(button)));
  return button;
}

/** Marks the picture that is being explored. */
export function press(button) {
  document.querySelectorAll("#strip button, #samples button").forEach(b => b.removeAttribute("aria-pressed"));
  button?.setAttribute("aria-pressed", "true");
}
