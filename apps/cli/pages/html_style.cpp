// What a report page looks like: on screens small and large, light and dark, and on paper.

#include "cli/pages/html.hpp"

namespace tessera::cli {

std::string_view page_style() {
    return R"css(
:root {
  color-scheme: light dark;
  --paper: #faf9f6; --ink: #1d1c1a; --quiet: #6a665e; --line: #dedad1; --well: #efece5;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #151517; --ink: #ecebe8; --quiet: #a09d97; --line: #333236; --well: #212124; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
main, footer { max-width: 78rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 3rem); }
header { padding: clamp(2rem, 6vw, 4.5rem) 0 1.75rem; }
h1 {
  margin: 0; font-size: clamp(1.8rem, 5vw, 3.2rem); line-height: 1.1; font-weight: 650;
  letter-spacing: -.025em; overflow-wrap: anywhere;
}
h2 { margin: 0 0 .6rem; font-size: 1.2rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 2.2rem 0 .8rem; font-size: 1rem; font-weight: 650; }
p { margin: 0 0 .8rem; }
header p { margin: .7rem 0 0; color: var(--quiet); font-size: 1.1rem; overflow-wrap: anywhere; }
figure { margin: 0; }
img { display: block; height: auto; max-width: 100%; }
figcaption, .note { color: var(--quiet); font-size: .875rem; }
figcaption { margin-top: .5rem; overflow-wrap: anywhere; }
.pair { display: grid; gap: clamp(1rem, 2vw, 1.75rem); }
.pair.two { grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
.fit { width: 100%; max-width: calc(88vh * var(--ratio)); }
.fit img { width: 100%; background: var(--well); }
.map { max-width: min(44rem, calc(76vh * var(--ratio))); }
.map img { image-rendering: pixelated; }
.facts {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1.25rem 2rem;
  margin: 2.5rem 0 3.5rem;
}
.facts div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.facts dt { color: var(--quiet); font-size: .875rem; line-height: 1.4; }
.facts dd { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 600; letter-spacing: -.02em; }
section { border-top: 1px solid var(--line); padding: 2.25rem 0 2.75rem; }
@media (min-width: 60rem) {
  section { display: grid; grid-template-columns: 17rem minmax(0, 1fr); column-gap: 3rem; }
}
.words { max-width: 38rem; margin-bottom: 1.5rem; }
.legend { margin-top: .9rem; font-size: .8125rem; color: var(--quiet); }
.legend i { display: block; height: .6rem; border-radius: .3rem; }
.legend b { font-weight: 400; }
.legend span { display: flex; justify-content: space-between; margin-top: .25rem; }
.photos {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(7rem, 28%), 1fr)); gap: 1.1rem 1rem;
  margin: 0; padding: 0; list-style: none;
}
.photos img { width: 100%; background: var(--well); border-radius: 2px; margin-bottom: .35rem; }
.photos b { display: block; font-size: .875rem; font-weight: 600; line-height: 1.35; }
.photos span {
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden;
  color: var(--quiet); font-size: .75rem; line-height: 1.35; overflow-wrap: anywhere;
}
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; max-width: 44rem; font-size: .9375rem; }
th, td { padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 500; }
thead th { color: var(--quiet); font-size: .8125rem; font-weight: 400; }
td { overflow-wrap: anywhere; }
.numbers td, .numbers thead th + th { text-align: right; padding-right: 0; padding-left: 1rem; white-space: nowrap; }
.rows th { width: 14rem; color: var(--quiet); font-weight: 400; }
footer { border-top: 1px solid var(--line); padding-top: 1.25rem; padding-bottom: 3rem; color: var(--quiet); font-size: .875rem; }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #555; --line: #ccc; --well: #eee; }
  @page { margin: 14mm; }
  body { font-size: 10pt; }
  main, footer { padding-left: 0; padding-right: 0; }
  header { padding-top: 0; }
  .pair.two { grid-template-columns: 1fr 1fr; }
  .facts { margin: 1.5rem 0; }
  figure, li, tr, .facts { break-inside: avoid; }
  h2, h3, section > div:first-child { break-after: avoid; }
  .fit, .map { max-width: calc(13cm * var(--ratio)); }
  .pair { align-items: start; }
  img, .legend i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";
}

} // namespace tessera::cli
