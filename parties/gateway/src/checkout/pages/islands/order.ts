// Counts the order anew whenever a choice is made, without leaving the page: what the card fields
// hold stays and is never sent along. And looks at the other fields before anything is sent. The page
// is whole without it: there the button counts.

const root = document.getElementById('card-form');
const form = document.querySelector<HTMLFormElement>('#pay');
if (root && form) enliven(root, form);

type Field = HTMLInputElement | HTMLSelectElement;
const secrets = ['number', 'expiry', 'cvc', 'name'];

function enliven(root: HTMLElement, form: HTMLFormElement): void {
  const texts: Record<string, string> = JSON.parse(root.dataset.texts ?? '{}');
  let asked = 0;
  document.body.dataset.counts = '';
  document.addEventListener('change', async (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.closest('[data-choice]')) return;
    const mine = ++asked;
    const page = await count(root, form);
    // Of several changes at once only the last one's answer is shown.
    if (page && mine === asked) show(page, root, texts);
  });
  // Before the card's own look, which marks its fields too: a buyer corrects everything at once.
  form.addEventListener('submit', (event) => checkFields(event, form, texts), true);
}

async function count(root: HTMLElement, form: HTMLFormElement): Promise<Document | undefined> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (!secrets.includes(name) && typeof value === 'string') body.append(name, value);
  }
  const button = document.querySelector<HTMLButtonElement>('#pay-button');
  if (button) button.disabled = true;
  try {
    const answer = await fetch(root.dataset.choose ?? '', {
      method: 'POST',
      body,
      headers: { accept: 'text/html' },
    });
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    // Offline: paying will tell that the order is another one.
    return undefined;
  } finally {
    if (button) button.disabled = false;
  }
}

function show(page: Document, root: HTMLElement, texts: Record<string, string>): void {
  const seen = page.querySelector<HTMLInputElement>('[name=seen]');
  // Paid or expired meanwhile: the page that says so.
  if (!seen) {
    location.reload();
    return;
  }
  const here = document.querySelector<HTMLInputElement>('[name=seen]');
  if (here) here.value = seen.value;
  for (const part of document.querySelectorAll<HTMLElement>('[data-part]')) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  const [button, other] = [document, page].map((one) => one.querySelector('#pay-button span'));
  if (button && other) button.textContent = other.textContent;
  markAll(page);
  const total = document.querySelector('[data-part=total]')?.textContent ?? '';
  const said = root.querySelector('[data-said]');
  if (said) said.textContent = (texts.updated ?? '').replace('*', total);
}

/** Errors of the choices, as the server has put them at their fields. */
function markAll(page: Document): void {
  for (const field of document.querySelectorAll<Field>(
    '[data-choice] input, [data-choice] select',
  )) {
    const other = field.id ? page.getElementById(field.id) : null;
    const error = other && page.getElementById(`${field.id}-error`);
    mark(field, error?.querySelector('span')?.textContent ?? '');
  }
}

function checkFields(event: Event, form: HTMLFormElement, texts: Record<string, string>): void {
  let first: Field | undefined;
  for (const field of form.elements) {
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (!isField || secrets.includes(field.name)) continue;
    const text = field.validity.valid ? '' : (texts[codeOf(field)] ?? '');
    if (field.required) mark(field, text);
    if (text) first ??= field;
  }
  if (!first) return;
  event.preventDefault();
  first.focus();
}

function codeOf(field: Field): string {
  if (field.type === 'checkbox') return 'terms_missing';
  if (field.type === 'email' && !field.validity.valueMissing) return 'email_wrong';
  return field instanceof HTMLSelectElement ? 'choice_missing' : 'field_missing';
}

function mark(field: Field, text: string): void {
  const id = `${field.id || `f-${field.name}`}-error`;
  let error = document.getElementById(id);
  if (!text) {
    error?.remove();
    field.removeAttribute('aria-invalid');
    if (field.getAttribute('aria-describedby') === id) field.removeAttribute('aria-describedby');
    return;
  }
  if (!error) {
    const made = document.querySelector('#card-form template');
    const copy =
      made instanceof HTMLTemplateElement ? made.content.firstElementChild?.cloneNode(true) : null;
    if (!(copy instanceof HTMLElement)) return;
    copy.id = id;
    (field.closest('.field') ?? field.parentElement)?.append(copy);
    field.setAttribute('aria-describedby', id);
    error = copy;
  }
  const words = error.querySelector('span');
  if (words) words.textContent = text;
  field.setAttribute('aria-invalid', 'true');
}
