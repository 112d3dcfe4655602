/* Finds the number whose SHA-256, written behind the salt, is the one asked for (ALTCHA, version 1). FIPS 180-4; in plain
   numbers, because WebCrypto answers one digest at a time and costs more in waiting than in counting. */

const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const primes = [];
for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
const K = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const W = new Int32Array(64);
const H = new Int32Array(8);
const turn = (x, n) => (x >>> n) | (x << (32 - n));

function compress(words, from) {
  for (let i = 0; i < 16; i += 1) W[i] = words[from + i];
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = H;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  H[0] += a; H[1] += b; H[2] += c; H[3] += d; H[4] += e; H[5] += f; H[6] += g; H[7] += h;
}

/* A text of ASCII as the padded words of its blocks; only its last digits change from try to try. */
function padded(length) {
  return new Int32Array(Math.ceil((length + 9) / 64) * 16);
}

function put(words, at, byte) {
  const shift = 24 - (at % 4) * 8;
  words[at >> 2] = (words[at >> 2] & ~(255 << shift)) | (byte << shift);
}

function find({ hash, salt, most }) {
  const wanted = Int32Array.from(hash.match(/.{8}/g), (word) => parseInt(word, 16));
  let words;
  let length = -1;
  for (let number = 0; number <= most; number += 1) {
    const digits = String(number);
    if (salt.length + digits.length !== length) {
      length = salt.length + digits.length;
      words = padded(length);
      for (let i = 0; i < salt.length; i += 1) put(words, i, salt.charCodeAt(i));
      put(words, length, 0x80);
      words[words.length - 1] = length * 8;
    }
    for (let i = 0; i < digits.length; i += 1) put(words, salt.length + i, digits.charCodeAt(i));
    H.set(START);
    for (let from = 0; from < words.length; from += 16) compress(words, from);
    if (H[0] === wanted[0] && H.every((word, i) => word === wanted[i])) return number;
  }
  return null;
}

self.onmessage = ({ data }) => self.postMessage(find(data));
