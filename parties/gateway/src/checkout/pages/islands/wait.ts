// Asks now and then how far it has come, and goes on when the page is out of date. The page stays as
// it is while somebody reads it; only the place in the queue is kept up to date. After a while it
// stops asking.

const place = document.querySelector<HTMLElement>('[data-state]');
if (place) void look(place, 0);

async function look(place: HTMLElement, looked: number): Promise<void> {
  const { state = '', shown = '', next = '', looks, every, still = '' } = place.dataset;
  const says = place.querySelector('[data-says]');
  if (looked >= Number(looks)) {
    if (says) says.textContent = still;
    place.querySelector('.waiting')?.remove();
    return;
  }
  const pauseMs = Number(every ?? Math.min(2000 + looked * 1000, 30_000));
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const found = await ask(state);
  if (found !== undefined && found.state !== shown) return location.replace(next);
  if (says && found?.ahead !== undefined) sayPlace(says, found.ahead, place.dataset);
  await look(place, looked + 1);
}

function sayPlace(says: Element, ahead: number, words: DOMStringMap): void {
  const { place = '', first = '' } = words;
  const text = ahead === 0 ? first : place.replace('{n}', String(ahead));
  // Said again only when it has changed: it is read out.
  if (says.textContent !== text) says.textContent = text;
}

async function ask(address: string): Promise<{ state: string; ahead?: number } | undefined> {
  try {
    const answer = await fetch(address, { cache: 'no-store' });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    // Offline for a moment: the next look tells.
    return undefined;
  }
}
