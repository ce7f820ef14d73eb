// Makes the card form pleasant: brand while typing, groups of digits, words beside a wrong field
// before anything is sent, one press of Pay. The page is whole without it; it never reads a card
// for any other purpose and sends nothing itself.

import { brandOf, groupDigits } from '../brands.ts';
import { type CardField, cardFields, checkCard, digitsOf } from '../card-checks.ts';

const root = document.getElementById('card-form');
const form = root?.querySelector('form');
if (root && form) enliven(root, form);

function enliven(root: HTMLElement, form: HTMLFormElement): void {
  const texts: Record<string, string> = JSON.parse(root.dataset.texts ?? '{}');
  const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const [number, expiry, cvc] = [input('number'), input('expiry'), input('cvc')];

  const showBrand = () => {
    const brand = brandOf(digitsOf(number.value));
    for (const mark of root.querySelectorAll<HTMLElement>('[data-brand]')) {
      const isAccepted = mark.dataset.accepted !== undefined;
      mark.hidden = brand ? mark.dataset.brand !== brand.id : !isAccepted;
    }
    const size = brand?.cvcDigits ?? 3;
    for (const side of root.querySelectorAll<HTMLElement>('[data-cvc]')) {
      side.hidden = side.dataset.cvc !== String(size);
    }
    // Of an unknown brand a fourth digit is not swallowed.
    cvc.maxLength = brand ? size : 4;
    say('[data-cvc-hint]', texts[size === 4 ? 'four' : 'three'] ?? '');
    say('[data-said]', brand ? (texts.recognised ?? '').replace('*', brand.name) : '');
  };
  const say = (where: string, text: string) => {
    const place = root.querySelector(where);
    if (place && place.textContent !== text) place.textContent = text;
  };

  number.addEventListener('input', () => {
    retype(number, (text) => groupDigits(digitsOf(text).slice(0, 19)));
    showBrand();
  });
  expiry.addEventListener('input', (event) => {
    const isDeleting = event instanceof InputEvent && event.inputType.startsWith('delete');
    if (!isDeleting) retype(expiry, asExpiry);
  });
  // What a refusal kept belongs to the card before: typing over it replaces it.
  expiry.addEventListener('focus', () => expiry.select());
  cvc.addEventListener('input', () => retype(cvc, digitsOf));

  const errors = () => {
    const typed = Object.fromEntries(cardFields.map((name) => [name, input(name).value]));
    return checkCard(typed as Record<CardField, string>, Date.now());
  };
  const mark = (name: CardField, text: string | undefined) => markField(root, input(name), text);
  for (const name of cardFields) {
    input(name).addEventListener('blur', () => {
      // An empty field is no error while the shopper is still on the way.
      if (input(name).value !== '') mark(name, texts[errors()[name] ?? '']);
    });
    input(name).addEventListener('input', () => {
      if (!errors()[name]) mark(name, undefined);
    });
  }
  form.addEventListener('submit', (event) => {
    const found = errors();
    for (const name of cardFields) mark(name, texts[found[name] ?? '']);
    const first = cardFields.find((name) => found[name]);
    if (!first) return holdButton(form, texts.paying ?? '');
    event.preventDefault();
    input(first).focus();
  });
  document.addEventListener('click', (event) => {
    const filling = (event.target as Element).closest<HTMLElement>('[data-fill]');
    if (!filling) return;
    const values = (filling.dataset.fill ?? '').split('|');
    [number, expiry, cvc].forEach((field, at) => {
      field.value = values[at] ?? '';
      field.dispatchEvent(new Event('input'));
    });
    const name = input('name');
    (name.value === '' ? name : form.querySelector('button'))?.focus();
  });
  for (const filling of document.querySelectorAll<HTMLElement>('[data-fill]')) {
    filling.hidden = false;
  }
  describeBrowser(input);
  showBrand();
}

/** Puts the text into its shape and the caret back behind the digit that it stood behind. */
function retype(input: HTMLInputElement, shape: (text: string) => string): void {
  const before = digitsOf(input.value.slice(0, input.selectionStart ?? 0)).length;
  const isAtEnd = input.selectionStart === input.value.length;
  const shaped = shape(input.value);
  if (shaped === input.value) return;
  input.value = shaped;
  let at = isAtEnd ? shaped.length : 0;
  for (let seen = 0; seen < before && at < shaped.length; at++) {
    if (/\d/.test(shaped[at] ?? '')) seen++;
  }
  if (document.activeElement === input) input.setSelectionRange(at, at);
}

function asExpiry(text: string): string {
  const filledIn = /^\s*(20\d\d)-(\d\d)\s*$/.exec(text);
  if (filledIn) return asExpiry(`${filledIn[2]}${filledIn[1]}`);
  // `4/` and `5` can only be April and May.
  const typed = /^[2-9]|^1\s*\//.test(text) ? `0${text}` : text;
  const digits = digitsOf(typed);
  const year = digits.slice(2);
  const short = year.length > 2 && year.startsWith('20') ? year.slice(2) : year;
  return digits.length < 2 ? digits : `${digits.slice(0, 2)} / ${short.slice(0, 2)}`;
}

function markField(root: HTMLElement, input: HTMLInputElement, text: string | undefined): void {
  const id = `${input.id}-error`;
  let error = document.getElementById(id);
  if (!text) {
    error?.remove();
    input.removeAttribute('aria-invalid');
    describe(input, (ids) => ids.filter((one) => one !== id));
    return;
  }
  if (!error) {
    const made = root.querySelector('template')?.content.firstElementChild?.cloneNode(true);
    error = made as HTMLElement;
    error.id = id;
    input.closest('.field')?.append(error);
    describe(input, (ids) => [...ids, id]);
  }
  const words = error.querySelector('span');
  if (words && words.textContent !== text) words.textContent = text;
  input.setAttribute('aria-invalid', 'true');
}

function describe(input: HTMLInputElement, change: (ids: string[]) => string[]): void {
  const ids = change((input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
  if (ids.length > 0) input.setAttribute('aria-describedby', ids.join(' '));
  else input.removeAttribute('aria-describedby');
}

/** One press is one payment. Coming back by the browser's Back finds the button as it was. */
function holdButton(form: HTMLFormElement, text: string): void {
  const button = form.querySelector('button');
  const words = button?.querySelector('span');
  if (!button || !words) return;
  const before = words.textContent;
  button.disabled = true;
  words.textContent = text;
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    button.disabled = false;
    words.textContent = before;
  });
}

function describeBrowser(input: (name: string) => HTMLInputElement): void {
  input('screen').value = [screen.width, screen.height, screen.colorDepth].join('x');
  input('zone').value = String(new Date().getTimezoneOffset());
  input('java').value = navigator.javaEnabled?.() ? 'yes' : 'no';
}
