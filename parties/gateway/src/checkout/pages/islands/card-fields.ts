// The four fields of a card, made pleasant: brand while typing, groups of digits, words beside a wrong
// field before anything is sent. Shared by the hosted form and the element in a shop's own page.

import { brandOf, groupDigits } from '../brands.ts';
import { type CardField, cardFields, checkCard, digitsOf } from '../card-checks.ts';

export type CardRoom = {
  readonly root: HTMLElement;
  readonly form: HTMLFormElement;
  readonly texts: Readonly<Record<string, string>>;
};

export function enlivenFields(room: CardRoom): void {
  const field = (name: CardField) => input(room, name);
  const [number, expiry, cvc] = [field('number'), field('expiry'), field('cvc')];
  number.addEventListener('input', () => {
    retype(number, (text) => groupDigits(digitsOf(text).slice(0, 19)));
    showBrand(room);
  });
  expiry.addEventListener('input', (event) => {
    const isDeleting = event instanceof InputEvent && event.inputType.startsWith('delete');
    if (!isDeleting) retype(expiry, asExpiry);
  });
  // What a refusal kept belongs to the card before: typing over it replaces it.
  expiry.addEventListener('focus', () => expiry.select());
  cvc.addEventListener('input', () => retype(cvc, digitsOf));
  tellErrors(room);
  fillTestCards(room);
  // By Back or reload browsers fill in what was typed: number and code must not be among it.
  addEventListener('pageshow', (event) => {
    const [arrival] = performance.getEntriesByType('navigation');
    const isFresh = arrival?.toJSON().type === 'navigate';
    if (isFresh && !event.persisted) return;
    number.value = '';
    cvc.value = '';
    showBrand(room);
  });
  room.root.dataset.live = '';
  showBrand(room);
}

export function input({ form }: CardRoom, name: string): HTMLInputElement {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement) return found;
  throw new Error(`no field ${name}`);
}

function showBrand(room: CardRoom): void {
  const { root, texts } = room;
  const brand = brandOf(digitsOf(input(room, 'number').value));
  for (const mark of root.querySelectorAll<HTMLElement>('[data-brand]')) {
    const isAccepted = mark.dataset.accepted !== undefined;
    mark.hidden = brand ? mark.dataset.brand !== brand.id : !isAccepted;
  }
  const size = brand?.cvcDigits ?? 3;
  for (const side of root.querySelectorAll<HTMLElement>('[data-cvc]')) {
    side.hidden = side.dataset.cvc !== String(size);
  }
  // Of an unknown brand a fourth digit is not swallowed.
  input(room, 'cvc').maxLength = brand ? size : 4;
  say(root.querySelector('[data-cvc-hint]'), texts[size === 4 ? 'four' : 'three'] ?? '');
  const recognised = brand && texts.recognised?.replace('*', brand.name);
  say(root.querySelector('[data-said]'), recognised ?? '');
}

/** A text that stays the same is not written again: screen readers would say it again. */
export function say(place: Element | null, text: string): void {
  if (place && place.textContent !== text) place.textContent = text;
}

function tellErrors(room: CardRoom): void {
  for (const name of cardFields) {
    const field = input(room, name);
    field.addEventListener('blur', () => {
      // An empty field is no error while the shopper is still on the way.
      if (field.value) mark(room, name);
    });
    field.addEventListener('input', () => {
      if (!errorsIn(room)[name]) mark(room, name);
    });
  }
}

function fillTestCards(room: CardRoom): void {
  for (const filling of document.querySelectorAll<HTMLElement>('[data-fill]')) {
    filling.hidden = false;
    filling.onclick = () => {
      const values = filling.dataset.fill?.split('|') ?? [];
      ['number', 'expiry', 'cvc'].forEach((name, at) => {
        const field = input(room, name);
        field.value = values[at] ?? '';
        field.dispatchEvent(new Event('input'));
      });
      const name = input(room, 'name');
      (name.value ? document.querySelector<HTMLElement>('#pay-button') : name)?.focus();
    };
  }
}

/** Puts the text into its shape and the caret back behind the digit that it stood behind. */
function retype(field: HTMLInputElement, shape: (text: string) => string): void {
  const before = digitsOf(field.value.slice(0, field.selectionStart ?? 0)).length;
  const isAtEnd = field.selectionStart === field.value.length;
  const shaped = shape(field.value);
  if (shaped === field.value) return;
  field.value = shaped;
  let at = isAtEnd ? shaped.length : 0;
  for (let seen = 0; seen < before && at < shaped.length; at++) {
    if (/\d/.test(shaped[at] ?? '')) seen++;
  }
  if (document.activeElement === field) field.setSelectionRange(at, at);
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

function markField(room: CardRoom, name: CardField, text: string | undefined): void {
  const field = input(room, name);
  const id = `${field.id}-error`;
  let error = document.getElementById(id);
  if (!text) {
    error?.remove();
    field.removeAttribute('aria-invalid');
    describe(field, (ids) => ids.filter((one) => one !== id));
    return;
  }
  if (!error) {
    const made = room.root.querySelector('template')?.content.firstElementChild?.cloneNode(true);
    if (!(made instanceof HTMLElement)) return;
    error = made;
    error.id = id;
    field.closest('.field')?.append(error);
    describe(field, (ids) => [...ids, id]);
  }
  say(error.querySelector('span'), text);
  field.setAttribute('aria-invalid', 'true');
}

function describe(field: HTMLInputElement, change: (ids: string[]) => string[]): void {
  const ids = change((field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
  if (ids.length > 0) field.setAttribute('aria-describedby', ids.join(' '));
  else field.removeAttribute('aria-describedby');
}

/** What is wrong with what was typed so far. */
export function errorsIn(room: CardRoom) {
  const [number = '', expiry = '', cvc = '', name = ''] = cardFields.map(
    (field) => input(room, field).value,
  );
  return checkCard({ number, expiry, cvc, name }, Date.now());
}

/** Says at every field what is wrong with it; answers with the first that is. */
export function markAll(room: CardRoom): HTMLInputElement | undefined {
  return cardFields.map((name) => mark(room, name)).find((field) => field.ariaInvalid);
}

function mark(room: CardRoom, name: CardField): HTMLInputElement {
  markField(room, name, room.texts[errorsIn(room)[name] ?? '']);
  return input(room, name);
}
