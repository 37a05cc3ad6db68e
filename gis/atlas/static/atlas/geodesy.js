// Lengths and areas on the ellipsoid WGS 84, of points [longitude, latitude] in degrees.
const A = 6378137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const rad = (degrees) => (degrees * Math.PI) / 180;

// Lambert's formula: good to some metres over a thousand kilometres.
export function distance([lon1, lat1], [lon2, lat2]) {
  const reduced = (lat) => Math.atan((1 - F) * Math.tan(rad(lat)));
  const [b1, b2] = [reduced(lat1), reduced(lat2)];
  const half = Math.sin((b2 - b1) / 2) ** 2 + Math.cos(b1) * Math.cos(b2) * Math.sin(rad(lon2 - lon1) / 2) ** 2;
  const angle = 2 * Math.asin(Math.min(1, Math.sqrt(half)));
  if (angle === 0) return 0;
  const [p, q] = [(b1 + b2) / 2, (b2 - b1) / 2];
  const x = ((angle - Math.sin(angle)) * (Math.sin(p) * Math.cos(q)) ** 2) / Math.cos(angle / 2) ** 2;
  const y = ((angle + Math.sin(angle)) * (Math.cos(p) * Math.sin(q)) ** 2) / Math.sin(angle / 2) ** 2;
  return A * (angle - (F / 2) * (x + y));
}

export const length = (points) => points.slice(1).reduce((sum, point, n) => sum + distance(points[n], point), 0);

const q = (sin) => (1 - E2) * (sin / (1 - E2 * sin * sin) - Math.log((1 - E * sin) / (1 + E * sin)) / (2 * E));
const POLE = q(1);

// The area of a ring, by the sphere that has the same surface as the ellipsoid.
export function area(points) {
  const high = points.map(([, lat]) => q(Math.sin(rad(lat))) / POLE);
  const sum = points.reduce((total, [lon], n) => {
    const next = (n + 1) % points.length;
    return total + rad(points[next][0] - lon) * (high[n] + high[next]);
  }, 0);
  return Math.abs((sum * A * A * POLE) / 4);
}

const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

// Whether two sides of a ring that do not touch each other cross.
export function crosses(points) {
  const count = points.length;
  const at = (n) => points[n % count];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 2; j < count; j += 1) {
      if (i === 0 && j === count - 1) continue;
      const [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)];
      if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) return true;
    }
  }
  return false;
}
