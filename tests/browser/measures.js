// Measures of what is on the screen, for tests of reading and reaching. Each function gives the offenders.

window.measures = (() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  function rgba(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }

  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);

  function background(element) {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  }

  function luminance([r, g, b]) {
    const [R, G, B] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  }

  function contrast(a, b) {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  }

  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const clipped = (element) => element.closest(".visually-hidden, .skip-link") !== null;
  const dead = (element) => element.closest(":disabled, [aria-disabled='true'], [inert]") !== null;
  const words = (element) => (element.getAttribute("aria-label") || element.innerText || element.value || element.id).trim();
  const nameOf = (element) => `${element.tagName.toLowerCase()}.${element.className} "${words(element).slice(0, 30)}"`;

  function opacity(element) {
    let value = 1;
    for (let each = element; each; each = each.parentElement) value *= Number(getComputedStyle(each).opacity);
    return value;
  }

  function texts(root) {
    const found = new Set();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && !["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) found.add(element);
    }
    root.querySelectorAll("input:not([type=checkbox]):not([type=radio]):not([type=hidden]), textarea, select")
      .forEach((element) => found.add(element));
    return [...found].filter((element) => seen(element) && !clipped(element) && !dead(element));
  }

  /** Texts whose contrast is below what WCAG 2.2 AA asks for. */
  function pale(root = document.body) {
    return texts(root).flatMap((element) => {
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const below = background(element);
      const colour = rgba(style.color);
      const ratio = contrast(over([...colour.slice(0, 3), colour[3] * opacity(element)], below), below);
      return ratio < (large ? 3 : 4.5) ? [`${nameOf(element)} ${ratio.toFixed(2)}`] : [];
    });
  }

  const CONTROLS = "button, a[href], input:not([type=hidden]), select, textarea, summary, label.choice, label.switch";

  /** A link may spread over what it stands in. */
  function target(element) {
    const spread = getComputedStyle(element, "::after");
    return spread.content !== "none" && spread.position === "absolute" ? element.offsetParent : element;
  }

  /** Where a finger has to hit: a box and its label count together. */
  function small(least, root = document.body) {
    return [...root.querySelectorAll(CONTROLS)].filter((e) => seen(e) && !clipped(e) && !dead(e)).flatMap((element) => {
      if (element.matches("input[type=checkbox], input[type=radio]") && element.closest("label")) return [];
      const box = target(element).getBoundingClientRect();
      if (!box.width || (box.width >= least - 0.5 && box.height >= least - 0.5)) return [];
      return [`${nameOf(element)} ${Math.round(box.width)}x${Math.round(box.height)}`];
    });
  }

  /** What sticks out to the right of the window. */
  function tooWide() {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((element) => seen(element) && element.getBoundingClientRect().right > page.clientWidth + 0.5)
      .map(nameOf);
  }

  /** Whether the element that has the focus, what it spreads over or what stands for it shows a ring. */
  function focusShows() {
    const element = document.activeElement;
    const next = element.nextElementSibling;
    const places = [[element], [element, "::after"], ...(next && element.matches("label > input") ? [[next]] : [])];
    return places.some((place) => {
      const style = getComputedStyle(...place);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5;
    });
  }

  const focused = () => nameOf(document.activeElement);
  return { pale, small, tooWide, focusShows, focused };
})();
