// Where a pupil lives, on a map without tiles: the school in the middle, rings at whole kilometres.
"use strict";

(() => {
  const place = document.querySelector("[data-peta]");
  if (!place) return;
  const map = place.querySelector("svg"), told = document.getElementById("peta-jarak");
  const field = (name) => document.getElementById(`id_${name}`);
  const lintang = field("lintang"), bujur = field("bujur"), jarak = field("jarak_rumah_ke_sekolah_km");
  const RINGS = [0.5, 1, 2, 5, 10, 20, 50], REACHES = [1.2, 2.4, 6, 12, 24, 60], HALF = 100, EDGE = 94;
  const EARTH_KM = 6371, KM_PER_DEGREE = (Math.PI / 180) * EARTH_KM;
  const number = (text) => Number(text.trim().replace(",", ".") || NaN);
  const school = { lintang: number(place.dataset.lintang), bujur: number(place.dataset.bujur) };
  const shrink = Math.cos((school.lintang * Math.PI) / 180);
  let reach = 2;

  // Kilometres east and north of the school; null where nothing is filled in.
  const home = () => {
    const north = (number(lintang.value) - school.lintang) * KM_PER_DEGREE;
    const east = (number(bujur.value) - school.bujur) * KM_PER_DEGREE * shrink;
    return Number.isFinite(north + east) ? { east, north } : null;
  };
  const distance = ({ east, north }) => Math.hypot(east, north);

  const put = (east, north) => {
    lintang.value = (school.lintang + north / KM_PER_DEGREE).toFixed(6);
    bujur.value = (school.bujur + east / (KM_PER_DEGREE * shrink)).toFixed(6);
    for (const one of [lintang, bujur]) one.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const draw = (kind, attributes, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    map.append(made);
  };

  const show = () => {
    const at = home(), scale = EDGE / REACHES[reach];
    map.replaceChildren();
    for (const km of RINGS.filter((one) => one <= REACHES[reach] && one >= REACHES[reach] / 7)) {
      draw("circle", { r: km * scale, class: "ring" });
      draw("text", { x: 0, y: -km * scale - 1.5, class: "ring-label" }, `${km} km`.replace(".", ","));
    }
    draw("rect", { x: -3, y: -3, width: 6, height: 6, class: "school" });
    if (at && distance(at) <= REACHES[reach] * 1.4) {
      draw("line", { x1: 0, y1: 0, x2: at.east * scale, y2: -at.north * scale, class: "way" });
      draw("circle", { cx: at.east * scale, cy: -at.north * scale, r: 4, class: "home" });
    }
    told.textContent = at ? `Jarak lurus ke sekolah ${distance(at).toFixed(2).replace(".", ",")} km.` : "Rumah belum ditaruh di peta.";
    place.querySelector("[data-peta-jarak]").disabled = !at;
  };

  const zoom = (by) => {
    reach = Math.min(REACHES.length - 1, Math.max(0, reach + by));
    show();
  };

  map.addEventListener("click", (event) => {
    const box = map.getBoundingClientRect(), scale = EDGE / REACHES[reach];
    const x = ((event.clientX - box.left) / box.width - 0.5) * 2 * HALF;
    const y = ((event.clientY - box.top) / box.height - 0.5) * 2 * HALF;
    put(x / scale, -y / scale);
  });
  map.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") return zoom(-1);
    if (event.key === "-") return zoom(1);
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const at = home() ?? { east: 0, north: 0 }, step = (REACHES[reach] / 60) * (event.shiftKey ? 10 : 1);
    put(at.east + way[0] * step, at.north + way[1] * step);
  });
  place.querySelector("[data-peta-dekat]").addEventListener("click", () => zoom(-1));
  place.querySelector("[data-peta-jauh]").addEventListener("click", () => zoom(1));
  place.querySelector("[data-peta-jarak]").addEventListener("click", () => {
    jarak.value = Math.max(0.1, distance(home())).toFixed(1);
    jarak.dispatchEvent(new Event("input", { bubbles: true }));
    jarak.focus();
  });
  for (const one of [lintang, bujur]) one.addEventListener("input", show);

  const start = home(), fits = start ? REACHES.findIndex((km) => km >= distance(start) * 1.2) : reach;
  reach = fits < 0 ? REACHES.length - 1 : fits;
  place.hidden = false;
  show();
})();
