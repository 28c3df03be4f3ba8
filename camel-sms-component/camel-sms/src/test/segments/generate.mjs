// Writes ../resources/segments/cases.json: texts, and what sms-segments-calculator makes of them.
import { writeFileSync } from 'node:fs';
import calculator from 'sms-segments-calculator';

const { SegmentedMessage } = calculator;
const cases = [];

/** A piece is a string or [string, repetitions]. */
function add(name, ...pieces) {
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : piece[0].repeat(piece[1]))).join('');
  const message = new SegmentedMessage(text, 'auto', false);
  const encoding = message.getEncodingName();
  const [forcedAt, forcedBy] = firstOutsideGsm(text);
  if ((forcedAt < 0) !== (encoding === 'GSM-7')) {
    throw new Error(`${name}: ${encoding}, yet the first character outside GSM-7 is at ${forcedAt}`);
  }
  const units = message.messageSize / (encoding === 'GSM-7' ? 7 : 16);
  cases.push({ name, encoding, count: message.segmentsCount, units, forcedAt, forcedBy, text: pieces });
}

/** Where the first code point is that the calculator, given it alone, cannot write in GSM-7. */
function firstOutsideGsm(text) {
  let at = 0;
  for (const character of text) {
    if (new SegmentedMessage(character, 'auto', false).getEncodingName() !== 'GSM-7') {
      return [at, character.codePointAt(0)];
    }
    at += character.length;
  }
  return [-1, -1];
}

function codePoint(text) {
  return [...text].map((c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`).join(' ');
}

const EXTENSION = '\f^{}\\[~]|\u20ac';
const FAMILY = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}';
const FLAG = '\u{1f1e9}\u{1f1ea}';
const WAVE = '\u{1f44b}\u{1f3fd}';
const SMILE = '\u{1f600}';
const E_ACUTE = 'e\u0301';

// The alphabet.
add('empty text');
add('one letter', 'a');
add('every letter and digit', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
add('every ASCII sign of one septet', ' !"#$%&\'()*+,-./:;<=>?@_');
add('every accented letter and sign of GSM-7', '\u00a3\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\u00d8\u00f8\u00c5'
    + '\u00e5\u00c6\u00e6\u00df\u00c9\u00a4\u00a1\u00c4\u00d6\u00d1\u00dc\u00a7\u00bf\u00e4\u00f6\u00f1\u00fc\u00e0');
add('every Greek capital of GSM-7', '\u0394\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e');
for (const c of EXTENSION) {
  add(`extension ${codePoint(c)}`, c);
  add(`extension ${codePoint(c)} in UCS-2 is one unit`, c, '\u4e2d');
}
add('every extension character', EXTENSION);

// Close to the alphabet, not in it.
for (const c of '\u00ea\u00e7\u00c8\u00e1\u00ed\u00f3\u00fa\u00e2\u00e3\u00f5\u00eb\u00ef\u00c0\u00d5\u00dd\u00ff\u0153'
    + '`\u2018\u2019\u201c\u201d\u201e\u00ab\u2013\u2014\u2026\u00a0\u202f\u200b\u00ad\u00b4\u00a8\u00b0\u00b5\u00a2'
    + '\u00a6\u00a9\u00ae\u2122\u2022\u00b7\u20ba\u20b9\t\v\u0000\u001b\u007f\u0085\u2028\ufeff\u0391\u0392'
    + '\u0395\u03b1\u03c9\u2206\u2126\u2211\u212b\uff21\u0130\u0131\u015f\u011f\u0111\u0142\u017e') {
  add(`outside GSM-7 ${codePoint(c)}`, 'Hi ', c, ' there');
}
add('outside GSM-7 in first place', '\u00ea', ['a', 9]);
add('outside GSM-7 in last place', ['a', 9], '\u00ea');
add('only the first of two is named', 'ab\u00eacd\u4e2d');
add('a surrogate pair is named by its code point', 'ab', SMILE);
add('one curly quote makes a long text UCS-2', ['a', 159], '\u2019');
add('decomposed accent, composed one is GSM-7', 'caf', E_ACUTE);
add('composed accent', 'caf\u00e9');
add('decomposed and composed differ', 'caf\u00e9 caf', E_ACUTE);

// Line ends.
add('LF', 'a\nb');
add('CR', 'a\rb');
add('CR LF', 'a\r\nb');
add('LF CR', 'a\n\rb');
add('mixed line ends', 'a\r\nb\nc\rd\r\n');
add('CR LF in UCS-2', '\u4e2d\r\n\u6587');
add('80 CR LF', ['\r\n', 80]);
add('81 CR LF', ['\r\n', 81]);
add('CR LF astride 160', ['a', 159], '\r\n');
add('CR LF astride 153', ['a', 152], '\r\n', ['b', 10]);
add('CR LF astride 306', ['a', 305], '\r\n');
add('CR LF astride 70', '\u4e2d', ['a', 68], '\r\n');
add('CR LF astride 67', '\u4e2d', ['a', 65], '\r\n', ['b', 67]);
add('CR LF full segments of UCS-2', '\u4e2d', ['\r\n', 33], ['\r\n', 34]);
add('accent after CR LF joins nothing', ['\u4e2d', 64], '\r\n\u0301\u0301', ['a', 10]);

// Emoji.
const EMOJI = {
  'smile': SMILE,
  'heart with variation selector': '\u2764\ufe0f',
  'skin tone': WAVE,
  'skin tone alone': '\u{1f3fd}',
  'skin tone after a letter': 'a\u{1f3fd}',
  'flag': FLAG,
  'half a flag': '\u{1f1e9}',
  'flag and a half': FLAG + '\u{1f1eb}',
  'flag of Wales by tags': '\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
  'rainbow flag': '\u{1f3f3}\ufe0f\u200d\u{1f308}',
  'family': FAMILY,
  'couple with heart': '\u{1f469}\u200d\u2764\ufe0f\u200d\u{1f468}',
  'woman technician with skin tone': '\u{1f469}\u{1f3fe}\u200d\u{1f4bb}',
  'man detective with skin tone': '\u{1f575}\u{1f3fb}\u200d\u2642\ufe0f',
  'keycap': '1\ufe0f\u20e3',
  'keycap without selector': '#\u20e3',
  'of Unicode 11': '\u{1f970}',
  'skin tone on an emoji of Unicode 14': '\u{1faf6}\u{1f3fd}',
  'heart on fire of Unicode 13': '\u2764\ufe0f\u200d\u{1f525}',
  'handshake of two tones': '\u{1faf1}\u{1f3fb}\u200d\u{1faf2}\u{1f3ff}',
};
for (const [name, emoji] of Object.entries(EMOJI)) {
  add(`emoji ${name}`, emoji);
  for (const before of [70, 67]) {
    add(`emoji ${name} astride ${before}`, ['a', before - 1], emoji, ['b', 70]);
  }
  add(`emoji ${name} many times`, [emoji, 75]);
}

// Scripts.
const SCRIPTS = {
  Cyrillic: '\u041f\u0440\u0438\u0432\u0435\u0442',
  Greek: '\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1',
  Hebrew: '\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd',
  Arabic: '\u0645\u0631\u062d\u0628\u064b\u0627',
  Devanagari: '\u0928\u092e\u0938\u094d\u0924\u0947',
  Bengali: '\u09a8\u09ae\u09b8\u09cd\u0995\u09be\u09b0',
  Tamil: '\u0bb5\u0ba3\u0b95\u0bcd\u0b95\u0bae\u0bcd',
  Malayalam: '\u0d28\u0d2e\u0d38\u0d4d\u0d15\u0d3e\u0d30\u0d02',
  Thai: '\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e01\u0e33',
  Lao: '\u0eaa\u0eb0\u0e9a\u0eb2\u0e8d\u0e94\u0eb5',
  Khmer: '\u179f\u17bd\u179f\u17d2\u178f\u17b8',
  Burmese: '\u1019\u1004\u103a\u1039\u1002\u101c\u102c\u1015\u102b',
  Tibetan: '\u0f56\u0f40\u0fb2\u0f0b\u0f64\u0f72\u0f66',
  Chinese: '\u4f60\u597d\uff0c\u4e16\u754c',
  'Chinese beyond U+FFFF': '\u{20bb7}\u91ce\u5bb6',
  Japanese: '\u3053\u3093\u306b\u3061\u306f\u30cf\u309a',
  Korean: '\uc548\ub155\ud558\uc138\uc694',
  'Korean in letters': '\u1112\u1161\u11ab\u1100\u1173\u11af',
  Georgian: '\u10d2\u10d0\u10db\u10d0\u10e0\u10ef\u10dd\u10d1\u10d0',
  Armenian: '\u0532\u0561\u0580\u0587',
  Amharic: '\u1230\u120b\u121d',
  Vietnamese: 'Vi\u00ea\u0323t Nam ti\u1ebfng',
  Turkish: '\u0130yi g\u00fcnler \u015fi\u015fli',
  Gothic: '\u{10330}\u{10331}\u{10332}',
};
for (const [name, text] of Object.entries(SCRIPTS)) {
  add(`script ${name}`, text);
  add(`script ${name} over several segments`, [text + ' ', 40]);
}

// Borders of GSM-7.
for (const n of [159, 160, 161]) {
  add(`${n} septets`, ['a', n]);
  add(`${n} septets with an extension character first`, '\u20ac', ['a', n - 2]);
  add(`${n} septets with an extension character last`, ['a', n - 2], '\u20ac');
}
add('80 extension characters', ['\u20ac', 80]);
add('81 extension characters', ['\u20ac', 81]);
for (let n = 1; n <= 20; n++) {
  add(`${153 * n} septets`, ['a', 153 * n]);
  add(`${153 * n + 1} septets`, ['a', 153 * n + 1]);
  add(`extension character astride ${153 * n}`, ['a', 153 * n - 1], '[', ['b', 160]);
  add(`extension character ends at ${153 * n}`, ['a', 153 * n - 2], ']', ['b', 153]);
}
add('extension characters astride each border', ['a', 152], '\u20ac', ['b', 150], '~', ['c', 150], '|', ['d', 150],
    '{');
for (const n of [76, 77, 152, 153, 228, 229, 765]) {
  add(`${n} extension characters`, ['^', n]);
}

// Borders of UCS-2.
for (const n of [69, 70, 71]) {
  add(`${n} units`, ['\u4e2d', n]);
  add(`${n} units with a surrogate pair first`, SMILE, ['a', n - 2]);
  add(`${n} units with a surrogate pair last`, ['a', n - 2], SMILE);
  add(`${n} units with one that forces UCS-2 last`, ['a', n - 1], '\u00ea');
}
for (let n = 1; n <= 20; n++) {
  add(`${67 * n} units`, ['\u044f', 67 * n]);
  add(`${67 * n + 1} units`, ['\u044f', 67 * n + 1]);
  add(`surrogate pair astride ${67 * n}`, ['\u044f', 67 * n - 1], SMILE, ['b', 66]);
  add(`surrogate pair ends at ${67 * n}`, ['\u044f', 67 * n - 2], SMILE, ['b', 67]);
}
for (const n of [33, 34, 35, 36, 66, 67, 99, 100]) {
  add(`${n} surrogate pairs`, [SMILE, n]);
}
for (let n = 60; n <= 72; n++) {
  add(`family after ${n} units`, ['a', n], FAMILY, ['b', 50]);
  add(`decomposed accents after ${n} units`, ['a', n], [E_ACUTE, 40]);
}

// Clusters that hardly fit, or do not fit at all.
for (const n of [66, 67, 68, 69, 70, 71, 133, 134, 140, 201]) {
  add(`a letter with ${n} accents`, 'e', ['\u0301', n]);
  add(`a letter with ${n} accents amid others`, ['a', 10], 'e', ['\u0301', n], ['b', 100]);
}
add('two heaps of accents, the first moves', ['a', 10], 'e', ['\u0301', 59], 'o', ['\u0308', 59], ['b', 20]);
add('three heaps of accents, the first moves', ['a', 5], ['e' + '\u0301'.repeat(63), 3]);

// Lone surrogates and what the splitter does with odd sequences.
add('lone high surrogate', 'a\ud83d');
add('lone low surrogate', '\ude00a');
add('swapped surrogates over a border', ['\u4e2d', 66], '\ude00\ud83d', ['a', 10]);
add('accent in first place', '\u0301', ['a', 80]);
add('zero-width joiners in a row', ['a', 66], ['\u200d', 8], ['b', 60]);
add('flags in a row, odd start', '\u{1f1e9}', [FLAG, 40]);
add('flag with two variation selectors', ['a', 63], FLAG, '\ufe0f\ufe0f', ['b', 68]);
add('flag after an Arabic number sign', ['a', 65], '\u0600', FLAG, FLAG, ['b', 62]);
add('skin tone after two variation selectors', ['a', 65], '\u{1f44b}\ufe0f\ufe0f\u{1f3fd}', ['b', 64]);
add('skin tone after one variation selector', ['a', 65], '\u{1f44b}\ufe0f\u{1f3fd}', ['b', 65]);

// Texts drawn at random, always the same ones.
const POOL = ['a', 'b', ' ', '\n', '\r\n', '\u20ac', '\u00e9', E_ACUTE, '\u4e2d', '\u044f', SMILE, WAVE, FLAG, FAMILY,
  '\u{1f1e9}', '1\ufe0f\u20e3', '\u0928\u093f', '\u0600', '\u0301', '\ufe0f', '\u200d', '\u{1f3fd}', '\u2764',
  '\u{1f466}', '\u1100', '\u1161', '\u11a8', '\uac00', '\uac01', '\u{e0067}', '\u200b', '\u0903', '\ud83d'];
let seed = 23038;
function random(below) {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % below;
}
for (let n = 1; n <= 60; n++) {
  const pool = n % 3 === 0 ? POOL.slice(0, 7) : POOL;
  const length = n % 3 === 0 ? 100 + random(400) : 40 + random(120);
  add(`random ${n}`, Array.from({ length }, () => pool[random(pool.length)]).join(''));
}

const names = cases.map((c) => c.name);
const repeated = names.filter((name, i) => names.indexOf(name) !== i);
if (repeated.length > 0) {
  throw new Error(`names given twice: ${repeated.join(', ')}`);
}
const lines = cases.map((c) => JSON.stringify(c)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
writeFileSync(new URL('../resources/segments/cases.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
console.log(`${cases.length} cases`);
