// Run in a browser after: const pages = { name: text, ... }. Looks at each page as a phone and as a desk show it, and
// says what is wrong as the title: nothing, or a line each.

const widths = [360, 1280]; // px
const wrong = [];

// Red, green and blue from 0 to 1, and how much of them covers what lies behind.
function colourOf(text) {
  const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
  return { rgb: [red / 255, green / 255, blue / 255], alpha };
}

function over(front, back) {
  return front.rgb.map((each, i) => front.alpha * each + (1 - front.alpha) * back[i]);
}

// Relative luminance: Web Content Accessibility Guidelines 2.2.
function luminance(rgb) {
  const [red, green, blue] = rgb.map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first, second) {
  const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function behind(element, style) {
  const layers = [];
  for (let each = element; each; each = each.parentElement) layers.push(colourOf(style(each).backgroundColor));
  return layers.reverse().reduce((back, front) => over(front, back), [1, 1, 1]);
}

function checkContrast(page, name) {
  const style = element => page.defaultView.getComputedStyle(element);
  const drawn = [];
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, words = texts.currentNode.data.trim();
    if (!words || !element.getClientRects().length || element.closest('script, option, canvas')) continue;
    const { color, fill, fontSize } = style(element);
    drawn.push({ element, words, colour: element.closest('svg') ? fill : color, least: parseFloat(fontSize) < 24 ? 4.5 : 3 });
  }
  for (const element of page.querySelectorAll('svg .series'))
    drawn.push({ element, words: element.dataset.name, colour: style(element).color, least: 3 });
  for (const { element, words, colour, least } of drawn) {
    const back = behind(element, style), found = contrast(over(colourOf(colour), back), back);
    if (found < least) wrong.push(`${name}: '${words.slice(0, 40)}' has a contrast of ${found.toFixed(2)}`);
  }
}

// What a browser makes of the page is what stands there: nothing is closed, moved or added for it.
function checkNesting(text, name) {
  const names = type => {
    const page = new DOMParser().parseFromString(text, type);
    return [...page.querySelectorAll('*')].map(each => each.localName).join(' ');
  };
  if (names('text/html') !== names('application/xml')) wrong.push(`${name}: a browser nests its elements otherwise`);
}

function check(page, name) {
  if (page.documentElement.lang !== 'en' || !page.title) wrong.push(`${name}: has no language or no title`);
  const { scrollWidth, clientWidth } = page.documentElement;
  if (scrollWidth > clientWidth) wrong.push(`${name}: is ${scrollWidth} px wide`);
  for (const image of page.images) if (!image.naturalWidth) wrong.push(`${name}: a picture is broken`);
  for (const figure of page.querySelectorAll('.fit')) {
    const [width, height] = figure.style.getPropertyValue('--ratio').split('/');
    const box = figure.querySelector('img').getBoundingClientRect();
    if (Math.abs(box.width / box.height - width / height) > 0.02) wrong.push(`${name}: a picture lost its shape`);
  }
  checkContrast(page, name);
}

async function look(name, text, width) {
  const frame = document.createElement('iframe');
  frame.style = `width: ${width}px; height: 800px`;
  frame.srcdoc = text;
  document.body.append(frame);
  await new Promise(loaded => frame.addEventListener('load', loaded));
  check(frame.contentDocument, `${name}, ${width} px`);
  frame.remove();
}

addEventListener('load', async () => {
  for (const [name, text] of Object.entries(pages)) {
    if (!name.startsWith('frames')) checkNesting(text, name); // its script is no XML
    for (const width of widths) await look(name, text, width);
  }
  const scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.title = `${Object.keys(pages).length} pages, ${scheme}, ${wrong.length} wrong\n${wrong.join('\n')}`;
});
