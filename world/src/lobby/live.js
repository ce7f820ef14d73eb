// Asks the lobby every few seconds how the parties are, and colours their marks.

const everyMs = 4000;
const words = { well: 'is well', unwell: 'is not well', away: 'does not answer' };

async function refresh() {
  const answer = await fetch('/marks.json').catch(() => undefined);
  const marks = answer?.ok ? await answer.json() : undefined;
  for (const mark of document.querySelectorAll('[data-party]')) {
    // Without an answer the lobby itself is gone, and nothing is known of the others.
    const state = marks?.[mark.dataset.party] ?? 'away';
    mark.setAttribute('class', `mark mark-${state}`);
    const title = mark.querySelector('title');
    if (title) title.textContent = words[state];
  }
  setTimeout(refresh, everyMs);
}

setTimeout(refresh, everyMs);
