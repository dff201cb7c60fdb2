// How the HTML report looks.
export const style = `
:root {
  --paper: #ffffff; --ink: #1b1f24; --faint: #6b7280; --line: #e3e6ea;
  --fault: #b98517; --broken: #d0453e; --answered: #2b8a4b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e6e8eb; --faint: #98a1ab; --line: #2c3238;
    --fault: #d9a63a; --broken: #f0716a; --answered: #4fbf75;
  }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.7rem; margin: 0 0 0.5rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 0.5rem; }
.verdict { font-size: 1.1rem; border-left: 4px solid var(--answered); padding-left: 0.8rem; }
.verdict.bad { border-color: var(--broken); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.92rem; }
th, td { padding: 0.4rem 0.5rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th[scope=row], th:first-child, td:nth-child(2), th:nth-child(2) { text-align: left; }
thead th { color: var(--faint); font-weight: 500; }
.passed { color: var(--answered); } .failed { color: var(--broken); } .skipped { color: var(--faint); }
.note, .legend { color: var(--faint); font-size: 0.88rem; }
.legend b { margin-left: 0.8rem; }
.key { display: inline-block; width: 1.4em; height: 0.7em; border-radius: 2px; margin-left: 0.8rem; }
.key.fault { background: var(--fault); margin-left: 0; } .key.broken { background: var(--broken); } .key.answered { background: var(--answered); }
svg { display: block; width: 100%; min-width: 42rem; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); dominant-baseline: middle; }
svg .label { text-anchor: end; } svg .tick { text-anchor: middle; fill: var(--faint); }
svg .grid, svg .rule { stroke: var(--line); }
svg .fault { fill: var(--fault); opacity: 0.85; } svg .broken { fill: var(--broken); } svg .answered { fill: var(--answered); }
svg .end { font-weight: 700; } svg .end.passed { fill: var(--answered); } svg .end.failed { fill: var(--broken); } svg .end.skipped { fill: var(--faint); }
ul { padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
`;
