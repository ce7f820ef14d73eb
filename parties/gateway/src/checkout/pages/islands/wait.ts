// Asks now and then whether the bank has answered, and goes on when it has. The page stays as it is
// while somebody reads it; after a while it stops asking.

const place = document.querySelector<HTMLElement>('[data-state]');
if (place) void look(place, 0);

async function look(place: HTMLElement, looked: number): Promise<void> {
  const { state = '', next = '', looks, still = '' } = place.dataset;
  if (looked >= Number(looks)) {
    const says = place.querySelector('[data-says]');
    if (says) says.textContent = still;
    place.querySelector('.waiting')?.remove();
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.min(2000 + looked * 1000, 30_000)));
  if (await isDecided(state)) location.replace(next);
  else await look(place, looked + 1);
}

async function isDecided(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { cache: 'no-store' });
    return answer.ok && (await answer.json()).state === 'decided';
  } catch {
    // Offline for a moment: the next look tells.
    return false;
  }
}
