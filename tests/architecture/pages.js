// Run in a browser after: const files = { name: text, ... }. Says what is wrong with scripts and style sheets as the
// title of the page: nothing, or a line each.

const wrong = [];

function checkScript(name, text) {
  try {
    new Function(`'use strict';${text}`);
  } catch (error) {
    wrong.push(`${name}: ${error}`);
  }
}

// Without comments and without what stands between quotes.
function bare(text) {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/"[^"]*"/g, '""');
}

function rulesIn(list) {
  let count = 0;
  for (const rule of list) count += 1 + (rule instanceof CSSStyleRule ? 0 : rulesIn(rule.cssRules ?? []));
  return count;
}

function checkStyle(name, text) {
  const css = bare(text);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  // A rule that isn't understood is left out.
  const opened = css.split('{').length - 1, closed = css.split('}').length - 1;
  if (opened !== closed) wrong.push(`${name}: ${opened} '{' and ${closed} '}'`);
  const rules = rulesIn(sheet.cssRules);
  if (rules !== opened) wrong.push(`${name}: of ${opened} rules a browser understands ${rules}`);
  for (const [, block] of css.matchAll(/{([^{}]*)}/g))
    for (const declaration of block.split(';').map(each => each.trim()).filter(Boolean)) {
      const [, property, value] = /^([-a-z0-9]+)\s*:\s*([^]+)$/.exec(declaration) ?? [];
      if (!property || !CSS.supports(property, value.replace(/\s*!important$/, '')))
        wrong.push(`${name}: '${declaration}' is nothing that a browser understands`);
    }
}

for (const [name, text] of Object.entries(files)) (name.endsWith('.css') ? checkStyle : checkScript)(name, text);
document.title = `${wrong.length} wrong\n${wrong.join('\n')}`;
