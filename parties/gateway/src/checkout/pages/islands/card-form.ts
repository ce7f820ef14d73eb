// Makes the card form pleasant: brand while typing, groups of digits, words beside a wrong field
// before anything is sent, one press of Pay. The page is whole without it; it never reads a card
// for any other purpose and sends nothing itself.

import { type CardRoom, enlivenFields, input, markAll, say } from './card-fields.ts';

const root = document.getElementById('card-form');
const form = root?.querySelector('form');
if (root && form) enlivenForm({ root, form, texts: JSON.parse(root.dataset.texts ?? '{}') });

function enlivenForm(room: CardRoom): void {
  enlivenFields(room);
  const { form } = room;
  form.addEventListener('submit', (event) => {
    const first = markAll(room);
    // The order's fields were looked at before; the first that is wrong has the focus already.
    if (event.defaultPrevented) return;
    if (!first) return holdButton(room);
    event.preventDefault();
    first.focus();
  });
  describeBrowser(room);
}

/** One press is one payment. Coming back by the browser's Back finds the button as it was. */
function holdButton({ texts }: CardRoom): void {
  const button = document.querySelector<HTMLButtonElement>('#pay-button');
  const words = button?.querySelector('span');
  if (!button || !words) return;
  const before = words.textContent ?? '';
  button.disabled = true;
  say(words, texts.paying ?? '');
  addEventListener('pageshow', () => {
    button.disabled = false;
    say(words, before);
  });
}

function describeBrowser(room: CardRoom): void {
  input(room, 'screen').value = [screen.width, screen.height, screen.colorDepth].join('x');
  input(room, 'zone').value = String(new Date().getTimezoneOffset());
  input(room, 'java').value = navigator.javaEnabled?.() ? 'yes' : 'no';
}
