// What a bank's pages need beyond the house's sheet: the plastic card, and the statement's lines.

export const extraCss = `
.plastic{aspect-ratio:1.586;width:100%;max-width:21rem;border-radius:var(--radius-l);padding:var(--space-4) var(--space-5);
  display:flex;flex-direction:column;justify-content:space-between;color:var(--on-deep);background:var(--deep);
  background-image:linear-gradient(135deg,var(--brand) 0,var(--deep) 72%);box-shadow:var(--lift)}
.plastic-off{background-image:none;background:var(--ink-soft)}
.plastic-row{display:flex;justify-content:space-between;align-items:flex-end;gap:var(--space-3)}
.plastic-chip{width:2.6rem;height:1.9rem;border-radius:.35rem;background:var(--accent)}
.plastic-number{font-family:var(--mono);font-size:1.15rem;letter-spacing:.08em}
.plastic-small{font-size:.75rem;letter-spacing:.06em;text-transform:uppercase}
.statement{list-style:none;margin:0;padding:0}
.statement>li{display:grid;grid-template-columns:1fr auto;gap:.1rem var(--space-4);padding:var(--space-3) 0;border-top:1px solid var(--line)}
.statement>li:first-child{border-top:0}
.statement-what{font-weight:600;overflow-wrap:anywhere}
.statement-note{grid-column:1;color:var(--ink-soft);font-size:var(--text-s)}
.statement-after{grid-column:2;text-align:right;color:var(--ink-soft);font-size:var(--text-s);white-space:nowrap}
.statement .amount{text-align:right}
.plastic-side{max-width:21rem}
`;
