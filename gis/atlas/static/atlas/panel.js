// The parts of the panel, one of which is open; on phones the panel is a sheet that is pulled up.
const DRAG_PX = 24;

export class Panel {
  constructor(onPart) {
    this.root = document.getElementById("atlas-panel");
    this.handle = document.getElementById("atlas-handle");
    this.buttons = [...this.root.querySelectorAll("[data-part]")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => { this.show(button.dataset.part); onPart(button.dataset.part); });
    }
    this.handle.addEventListener("click", () => this.pull(this.root.dataset.open !== "true"));
    this.drag();
  }

  get part() {
    return this.root.querySelector("[data-body]:not([hidden])").id.replace("atlas-part-", "");
  }

  // Whether it is a sheet from below, as on a phone: its handle is seen.
  get isSheet() {
    return this.handle.offsetParent !== null;
  }

  show(part) {
    for (const body of this.root.querySelectorAll("[data-body]")) body.hidden = body.id !== `atlas-part-${part}`;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.part === part));
    this.root.querySelector(".atlas__body").scrollTop = 0;
    this.pull(true);
  }

  pull(isOpen) {
    this.root.dataset.open = String(isOpen);
    this.handle.setAttribute("aria-expanded", String(isOpen));
  }

  drag() {
    let start = null;
    this.handle.addEventListener("pointerdown", (event) => { start = event.clientY; });
    this.handle.addEventListener("pointermove", (event) => {
      if (start === null || Math.abs(event.clientY - start) < DRAG_PX) return;
      this.pull(event.clientY < start);
      start = null;
    });
    this.handle.addEventListener("pointerup", () => { start = null; });
  }
}
