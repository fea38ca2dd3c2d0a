import { Html } from "./html.ts";

/**
 * The page's look: a report, for the screen in light and dark, for a phone, and for paper. Blue and orange are Okabe and
 * Ito's, told apart by whoever does not see red and green apart.
 */
export const style = new Html(`
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1c1f23; --faint: #5b636d; --line: #c9ced6; --track: #e8ebef;
  --blue: #0072b2; --orange: #d55e00; --grey: #8a929c; --loss: #b34700;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --ink: #e6e9ed; --faint: #a3abb5; --line: #434a53; --track: #2a3037;
    --blue: #56b4e9; --orange: #f0883e; --grey: #7d8691; --loss: #f0883e;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem;
  background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
}
h1 { margin: 0; font-size: 1.9rem; font-weight: 600; line-height: 1.2; }
h2 { margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: 1.25rem; font-weight: 600; }
p { margin: .5rem 0; }
code { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
small { white-space: nowrap; color: var(--faint); font-size: .85em; }
.about, .note, figcaption { color: var(--faint); font-size: .9rem; overflow-wrap: anywhere; }
.warning { margin: 1rem 0; padding: .5rem .75rem; border-left: 4px solid var(--orange); }
.loss { color: var(--loss); }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1.75rem 2rem; margin: 2rem 0 0; }
.key dt { color: var(--faint); font-size: .9rem; }
.key dd { margin: 0; color: var(--faint); font-size: .85rem; }
.key .large { color: var(--ink); font-size: 2.1rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
.chart { margin: 1rem 0; }
figcaption { margin-bottom: .75rem; }
.legend span { display: inline-block; margin-left: .75rem; white-space: nowrap; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .35em; border-radius: 2px; print-color-adjust: exact; }
svg { display: block; width: 100%; height: auto; }
svg.narrow { display: none; max-width: 30rem; }
.table { margin: 1rem 0; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .35rem; text-align: left; color: var(--faint); }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--track); text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom-color: var(--line); color: var(--faint); font-weight: 500; white-space: nowrap; }
tbody th { min-width: 8.5rem; font-weight: 500; }
td:last-child:not(.number) small { white-space: normal; }
td:last-child:not(.number) { min-width: 8.5rem; }
.number { text-align: right; white-space: nowrap; }
time { white-space: nowrap; }
summary { cursor: pointer; color: var(--faint); font-size: .9rem; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); }
@media screen and (max-width: 44rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.5rem; }
  .key { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1.25rem; }
  .key .large { font-size: 1.7rem; }
  svg.wide { display: none; }
  svg.narrow { display: block; }
}
@media print {
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2 { margin-top: 1.5rem; break-after: avoid; }
  .key .large { font-size: 16pt; }
  .chart, .key div, tr { break-inside: avoid; }
  .table { overflow: visible; }
  table { font-size: 7.5pt; }
  td, th, code { overflow-wrap: anywhere; }
  details { display: none; }
}
`);
