// Aux data as cards and pictures.

import { humanName } from "../format.js";

const baseName = (path) => String(path).split(/[\\/]/).pop();

/** Image records hold pairs: a camera name, then a file name. */
function imagesOf(aux, imageUrl) {
  const images = [];
  let camera = "";
  aux.data_array.forEach(({ data_name: name, data_value: value }) => {
    if (/camera/i.test(name)) {
      camera = String(value);
    } else if (/file/i.test(name) && value) {
      const file = baseName(value);
      images.push({ key: `${aux.id}-${images.length}`, camera, file, url: imageUrl + encodeURIComponent(file), failed: false });
      camera = "";
    }
  });
  return images;
}

function readingsOf(aux) {
  return aux.data_array.map((item, index) => ({
    key: index,
    name: humanName(item.data_name),
    value: String(item.data_value),
    unit: item.data_uom || "",
  }));
}

/** Sources in the order of the settings first, then the others by name. */
function bySource(order) {
  const place = (aux) => (order.includes(aux.data_source) ? order.indexOf(aux.data_source) : order.length);
  return (a, b) => place(a) - place(b) || a.data_source.localeCompare(b.data_source);
}

export function cardsOf(auxList, settings) {
  const shown = auxList
    .filter((aux) => !settings.excluded_sources.includes(aux.data_source))
    .sort(bySource(settings.source_order));
  const isImage = (aux) => settings.image_sources.includes(aux.data_source);
  return {
    images: shown.filter(isImage).flatMap((aux) => imagesOf(aux, settings.image_url)),
    groups: shown
      .filter((aux) => !isImage(aux))
      .map((aux) => ({
        key: aux.id,
        title: settings.source_names[aux.data_source] || humanName(aux.data_source),
        readings: readingsOf(aux),
      })),
  };
}
