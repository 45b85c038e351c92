/**
 * The page's style sheet. Colors are variables, so that dark mode changes them for text, plots and heat maps alike.
 * Doubt is mixed into the background up to 75 %: the text on it stays readable in both modes.
 */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --page: #f6f5f1; --card: #ffffff; --ink: #1f2328; --muted: #5d6570; --line: #dcdad3;
  --series-1: #1f5fa8; --series-2: #c2500c; --series-3: #2f7d4f; --series-4: #7d4aa8;
  --doubt-color: #f0763a; --good: #1f7a43; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --card: #1d2126; --ink: #e6e8ea; --muted: #a0a8b2; --line: #343a42;
    --series-1: #7fb5f2; --series-2: #f2a065; --series-3: #7bcf9c; --series-4: #c4a0ea;
    --doubt-color: #b8440f; --good: #6fcf97; --bad: #ff8a80;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  -webkit-text-size-adjust: 100%;
}
main { max-width: 1180px; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: clamp(1.5rem, 5vw, 2.2rem); line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .4rem 0; max-width: 46rem; }
.lead { font-size: 1.1rem; }
.muted { color: var(--muted); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem; margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: .6rem 1.2rem; margin: 1rem 0; }
.facts .long { grid-column: 1 / -1; }
.facts div { border-top: 2px solid var(--line); padding-top: .35rem; }
dt { color: var(--muted); font-size: .85rem; }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.verdicts { list-style: none; padding: 0; margin: 0; display: grid; gap: .7rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); }
.verdicts li { border-left-width: 5px; }
.holds { border-left-color: var(--good); } .fails { border-left-color: var(--bad); }
.sign { font-weight: 700; margin-right: .4rem; } .holds .sign { color: var(--good); } .fails .sign { color: var(--bad); }
.claim { font-weight: 600; }
.measured { display: block; color: var(--muted); margin-top: .3rem; font-variant-numeric: tabular-nums; }
.charts { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); }
.chart { display: flex; flex-direction: column; }
.chart .plot { width: 100%; height: auto; font-family: inherit; font-size: 11px; color: var(--muted); --plot-background: var(--card); overflow: visible; margin: .3rem 0; }
.legend { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .88rem; }
.legend b { font-variant-numeric: tabular-nums; }
.swatch { vertical-align: middle; margin-right: .25rem; }
.chart > p { margin-bottom: 0; }
.examples { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
.tokens { line-height: 2; overflow-wrap: anywhere; }
.token { border-radius: 3px; padding: .12em .06em; background: color-mix(in srgb, var(--doubt-color) calc(var(--doubt) * .75), transparent); }
.replaced { text-decoration: underline 2px; text-underline-offset: .22em; font-weight: 700; }
.replaced sup { font-size: .7em; line-height: 0; margin-left: .1em; }
.was { text-decoration: line-through; }
.footnotes { margin: .4rem 0 0; padding-left: 1.4rem; font-size: .9rem; columns: 2 12rem; }
.scale { display: flex; align-items: center; gap: .5rem; font-size: .88rem; color: var(--muted); }
.ramp { flex: 0 1 12rem; height: .8rem; border-radius: 3px; border: 1px solid var(--line);
  background: linear-gradient(to right, transparent, color-mix(in srgb, var(--doubt-color) 75%, transparent)); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.card + .charts { margin-top: .9rem; max-width: 46rem; }
#cost ~ .card { max-width: 46rem; }
.chart figcaption { min-height: 2.9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--muted); font-weight: 500; font-size: .88rem; }
tbody th { font-weight: 600; white-space: nowrap; }
.settings th { white-space: normal; }
th .muted { font-weight: 400; white-space: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.settings code { overflow-wrap: anywhere; font-size: .85rem; font-weight: 400; }
.parts { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); margin-top: .9rem; align-items: start; }
.parts > * { min-width: 0; }
.parts > .charts { margin-top: 0; max-width: none; }
.parts > p, .parts > .wide { grid-column: 1 / -1; }
.card > h3 + .scroll { margin-top: .4rem; }
.matrix td { background: color-mix(in srgb, var(--series-1) calc(var(--share) * .55), transparent); }
.matrix .hit { font-weight: 700; outline: 2px solid var(--line); outline-offset: -3px; }
.matrix th, .matrix td { padding-left: .5rem; }
.excerpt { margin: .6rem 0 0; padding: .6rem 0 0; border-top: 1px solid var(--line); }
.excerpt .passage { white-space: pre-line; overflow-wrap: anywhere; max-height: 13rem; overflow-y: auto; }
.excerpt .facts { margin: .3rem 0 0; }
summary { cursor: pointer; font-weight: 600; }
a { color: var(--series-1); }
@media print {
  .card { break-inside: avoid; }
  details > * { display: block; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  .scroll, .excerpt .passage { overflow: visible; max-height: none; }
  .scroll table { font-size: .85rem; }
  .scroll :is(th, td) { white-space: normal; overflow-wrap: anywhere; padding: .3rem .5rem .3rem 0; }
  .scroll .matrix :is(th, td) { padding: .3rem .2rem; }
}
`;
