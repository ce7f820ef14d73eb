// A page that waits looks again by itself, and changes only when there is news: who reads it, or
// hears it read, is not thrown back to its top every few seconds (WCAG 2.2.1, 3.2.5).
const { again, againTo } = document.body.dataset;
const here = againTo ?? location.href;
const shown = textOf(document);

async function look() {
  try {
    // A redirect is news in itself, and may lead to another origin: the browser itself goes there.
    const answer = await fetch(here, { redirect: 'manual', headers: { accept: 'text/html' } });
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, 'text/html');
    if (answer.type === 'opaqueredirect' || textOf(page) !== shown) {
      location.replace(here);
      return;
    }
  } catch {
    // The line is down for a moment; the page stays as it is.
  }
  setTimeout(look, Number(again) * 1000);
}

function textOf(page) {
  return page.querySelector('main')?.textContent ?? '';
}

setTimeout(look, Number(again) * 1000);
