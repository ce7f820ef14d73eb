// Pays in the shop's own page: the card's fields are a frame of the gateway, put in by kassa.js. This
// script sees the frame and the answer, never the card.

type Kassa = (
  key: string,
  settings: { locale: string },
) => {
  card(): { mount(place: string): void };
  confirmPayment(wish: {
    element: unknown;
    clientSecret: string;
    returnUrl: string;
    billing: { email: string };
  }): Promise<{ error?: { message: string; code?: string } }>;
};

declare const Kassa: Kassa | undefined;

const root = document.getElementById('pay-here');
const button = root?.querySelector('button');
const trouble = root?.querySelector<HTMLElement>('[data-trouble]');
// kassa.js comes from elsewhere, and after this script: by then it is there, or it will not come.
if (root && button && trouble) addEventListener('load', () => start(root, button, trouble));

function start(root: HTMLElement, button: HTMLButtonElement, trouble: HTMLElement): void {
  const { key = '', secret = '', back = '', email = '', paying = '', failed = '' } = root.dataset;
  const say = (text: string) => {
    trouble.hidden = text === '';
    const place = trouble.querySelector('[data-words]') ?? trouble;
    place.textContent = text;
  };
  if (typeof Kassa === 'undefined') {
    say(failed);
    return;
  }
  const kassa = Kassa(key, { locale: document.documentElement.lang });
  const element = kassa.card();
  element.mount('#card-place');
  for (const one of root.querySelectorAll<HTMLElement>('[data-button]')) one.hidden = false;
  const words = button.querySelector('span') ?? button;
  const before = words.textContent;
  button.addEventListener('click', async () => {
    button.disabled = true;
    words.textContent = paying;
    say('');
    const wish = { element, clientSecret: secret, returnUrl: back, billing: { email } };
    const { error } = await kassa.confirmPayment(wish);
    // Without an error the browser is on its way: to the bank, or back to the order.
    if (error === undefined) return;
    button.disabled = false;
    words.textContent = before;
    // What is wrong in a field stands at the field.
    if (error.code !== 'card_incomplete') say(error.message);
  });
}
