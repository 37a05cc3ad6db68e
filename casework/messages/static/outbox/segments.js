// Counts an SMS while it is written, as casework/messages/segments.py does.
const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extended = new Set("\f^{}\\[~]|€");
const limits = { "GSM-7": [160, 153], "UCS-2": [70, 67] };

export function count(text) {
  const characters = [...text];
  const isBasic = characters.every((each) => basic.has(each) || extended.has(each));
  const encoding = isBasic ? "GSM-7" : "UCS-2";
  const width = (each) => (isBasic ? (extended.has(each) ? 2 : 1) : each.length);
  const units = characters.reduce((sum, each) => sum + width(each), 0);
  const [alone, joined] = limits[encoding];
  let parts = units ? 1 : 0;
  if (units > alone) {
    let used = 0;
    for (const each of characters) {
      if (used + width(each) > joined) {
        parts += 1;
        used = 0;
      }
      used += width(each);
    }
  }
  return { encoding, units, count: parts };
}

for (const place of document.querySelectorAll("[data-segments-for]")) {
  const field = document.getElementById(place.dataset.segmentsFor);
  field?.addEventListener("input", () => {
    const found = count(field.value.replaceAll("\r\n", "\n"));
    place.textContent = place.dataset.words.replace(/\{(\w+)\}/g, (_, name) => found[name]);
  });
}
