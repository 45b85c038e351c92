/** The page's style sheet; colors are those of the report pages. */
export const style = `:root {
  color-scheme: light dark;
  --page: #f6f5f1; --card: #ffffff; --ink: #1f2328; --muted: #5d6570; --line: #b9b5aa; --accent: #1f5fa8; --doubt-color: #f0763a;
}
@media (prefers-color-scheme: dark) {
  :root { --page: #14171b; --card: #1d2126; --ink: #e6e8ea; --muted: #a0a8b2; --line: #565e68; --accent: #7fb5f2; --doubt-color: #b8440f; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 1.6rem 0 .3rem; }
#about { margin: 0; } #about, .hint, footer { color: var(--muted); }
.hint { margin: .2rem 0 .5rem; font-size: .92rem; }
#state { min-height: 1.5em; margin: .5rem 0; font-size: .92rem; }
#state.failed { font-weight: 600; border-left: 4px solid var(--doubt-color); padding-left: .6rem; }
label { display: block; font-weight: 600; margin: .6rem 0 .2rem; }
textarea, input { width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .6rem; }
button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .45rem .8rem; min-height: 2.75rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
a { color: var(--accent); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem; margin: .5rem 0; }
.row { display: flex; gap: .5rem; flex-wrap: wrap; } .row input { flex: 1 1 10rem; width: auto; }
.tokens { line-height: 2.5; overflow-wrap: anywhere; white-space: pre-wrap; }
.tokens button { border: 0; border-radius: 4px; padding: .2rem .1rem; min-height: 0; line-height: 1.5; white-space: pre;
  background: color-mix(in srgb, var(--doubt-color) calc(var(--doubt) * .75), transparent); }
.tokens button:hover { box-shadow: 0 0 0 2px var(--accent); }
.tokens .likely { text-decoration: underline 2px; text-underline-offset: .2em; font-weight: 700; }
.tokens small { font-size: .7rem; color: var(--ink); padding-left: .1rem; }
.tokens [aria-pressed=true] { box-shadow: 0 0 0 2px var(--accent); }
.stale { opacity: .45; }
.scale { display: flex; align-items: center; gap: .5rem; font-size: .85rem; color: var(--muted); margin: .2rem 0; }
.ramp { flex: 0 1 12rem; height: .8rem; border-radius: 3px; border: 1px solid var(--line); background: linear-gradient(to right, transparent, color-mix(in srgb, var(--doubt-color) 75%, transparent)); }
#suggestions, .candidates { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .6rem; }
.candidates h3 { flex-basis: 100%; font-size: 1rem; margin: .3rem 0 0; }
.scores { display: grid; grid-template-columns: max-content 1fr max-content; gap: .3rem .7rem; align-items: center; margin: .5rem 0 0; }
.scores dt, .scores dd { margin: 0; } .scores .best { font-weight: 700; }
.scores meter { width: 100%; }
mark { background: color-mix(in srgb, var(--accent) 30%, transparent); color: inherit; border-radius: 3px; padding: .1em; }
mark small { color: inherit; }
#answer > p:first-child { margin-top: 0; }
.passage { white-space: pre-wrap; overflow-wrap: anywhere; }
`;
