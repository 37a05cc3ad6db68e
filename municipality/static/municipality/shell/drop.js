// Lets a file field accept what is dropped on the area around it, and names what was chosen.
const list = (area, field) => {
  const names = area.querySelector("[data-drop-files]");
  if (!names) return;
  names.replaceChildren(...Array.from(field.files, (file) => {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    line.append(name);
    return line;
  }));
};

const wire = (area) => {
  const field = area.querySelector("input[type=file]");
  if (!field || area.dataset.wired) return;
  area.dataset.wired = "yes";
  field.addEventListener("change", () => list(area, field));
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.dataset.over = "yes"; });
  area.addEventListener("dragleave", () => { delete area.dataset.over; });
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    delete area.dataset.over;
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
};

export const wireDrops = (root) => {
  root.querySelectorAll("[data-drop]").forEach(wire);
};
