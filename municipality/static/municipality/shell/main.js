// What every page can do beyond plain HTML: keys, dialogs, files to drop. Nothing here is needed to get something done.
import { wireDialogs } from "./dialogs.js";
import { wireDrops } from "./drop.js";
import { wireForms } from "./forms.js";
import { wireKeys } from "./keys.js";

wireDialogs();
wireForms();
wireKeys();
wireDrops(document);
document.addEventListener("htmx:load", (event) => wireDrops(event.target));
