const SVG = "http://www.w3.org/2000/svg";

/** An icon of the page's sprite (templates/partials/icons.html), for elements that scripts make. */
export function svgIcon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}
